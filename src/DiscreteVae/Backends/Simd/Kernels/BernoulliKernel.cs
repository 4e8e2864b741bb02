using System.Runtime.CompilerServices;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// Σ_d max(l, 0) − l x + ln(1 + e^−|l|) of one datum and σ(l) − x in one pass. The logarithms are taken of products: a lane
/// multiplies factors in [1, 2], and the lanes' products are joined in double, so that up to 960 pixels cost one logarithm.
/// </summary>
internal static unsafe class BernoulliKernel<TOps, TVector>
    where TOps : struct, IVectorOps<TVector>
    where TVector : struct
{
    // 2^60 is a float, and 16 lanes of it are a double.
    private const int FactorsPerLogarithm = 60;

    // σ of it is +0 and its loss is 0 exactly.
    private const float NoLogit = -1000;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Row(float* logits, nint blockStride, float* targets, int width, bool gradient)
    {
        int blocks = Blocked.Blocks(width);
        int used = width - (blocks - 1) * Blocked.Width;
        var padding = new Span<float>(logits + (blocks - 1) * blockStride + used, Blocked.Width - used);
        padding.Fill(NoLogit);
        TVector one = TOps.Create(1), zero = default, linear = default, product = one;
        double logarithms = 0;
        int factors = 0;
        for (int block = 0; block < blocks; block++, logits += blockStride, targets += Blocked.Width)
        {
            for (int column = 0; column < Blocked.Width; column += TOps.Width)
            {
                TVector logit = TOps.Load(logits + column), target = TOps.Load(targets + column);
                TVector exponential = Exponential<TOps, TVector>.Of(TOps.Subtract(zero, TOps.Abs(logit)));
                TVector denominator = TOps.Add(one, exponential);
                linear = TOps.Add(linear, TOps.MultiplyAdd(TOps.Subtract(zero, logit), target, TOps.Max(zero, logit)));
                product = TOps.Multiply(product, denominator);
                if (++factors == FactorsPerLogarithm)
                {
                    logarithms += Math.Log(LaneProduct(product));
                    product = one;
                    factors = 0;
                }
                if (!gradient) continue;
                TVector sigmoid = TOps.Divide(TOps.WherePositive(logit, one, exponential), denominator);
                TOps.Store(TOps.Subtract(sigmoid, target), logits + column);
            }
        }
        padding.Clear();
        return (float)(LaneSum(linear) + logarithms + Math.Log(LaneProduct(product)));
    }

    private static double LaneProduct(TVector vector)
    {
        float* lanes = stackalloc float[TOps.Width];
        TOps.Store(vector, lanes);
        double product = 1;
        for (int i = 0; i < TOps.Width; i++) product *= lanes[i];
        return product;
    }

    private static double LaneSum(TVector vector)
    {
        float* lanes = stackalloc float[TOps.Width];
        TOps.Store(vector, lanes);
        double sum = 0;
        for (int i = 0; i < TOps.Width; i++) sum += lanes[i];
        return sum;
    }
}
