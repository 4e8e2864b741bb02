using DiscreteVae.Backends.Simd;
using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Tests.Backends.Simd.Kernels;

public unsafe class ExponentialTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Is_within_one_and_a_half_ulps_of_double(int bits)
    {
        const float Lowest = -87.33f, Highest = 88.7f;
        const int Count = 1 << 20;
        float[] x = [.. Enumerable.Range(0, Count).Select(i => Lowest + (Highest - Lowest) * i / Count)];
        float[] y = Exp(Widths.Get(bits), x);
        double worst = 0;
        for (int i = 0; i < Count; i++)
        {
            double exact = Math.Exp(x[i]), ulp = Math.Pow(2, Math.Floor(Math.Log2(exact)) - 23);
            worst = Math.Max(worst, Math.Abs(y[i] - exact) / ulp);
        }
        Assert.InRange(worst, 0.4, 1.5);
    }

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Handles_zero_underflow_overflow_and_what_is_no_number(int bits)
    {
        const float Infinity = float.PositiveInfinity;
        float[] x = [0, -0f, float.Epsilon, 100, 88.8f, 1000, Infinity, -104, -1000, -Infinity, float.NaN];
        Assert.Equal([1, 1, 1, Infinity, Infinity, Infinity, Infinity, 0, 0, 0, float.NaN], Exp(Widths.Get(bits), x));
        float subnormal = MathF.Exp(-100);
        Assert.InRange(Exp(Widths.Get(bits), [-100])[0], subnormal - 2 * float.Epsilon, subnormal + 2 * float.Epsilon);
    }

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void Every_small_number_gives_one(int bits)
    {
        float[] x = [.. Enumerable.Range(0, 3200).Select(i => BitConverter.Int32BitsToSingle(i * 200_000)).Where(v => v < 2e-8f)];
        Assert.NotEmpty(x);
        Assert.All(Exp(Widths.Get(bits), x), y => Assert.Equal(1, y));
    }

    private static float[] Exp(KernelSet kernels, float[] x)
    {
        int rows = Blocked.Blocks(x.Length);
        var buffer = new AlignedBuffer<float>(rows * Blocked.Width);
        x.CopyTo(buffer.Span);
        kernels.Exp(buffer.Pointer, rows);
        return buffer.Span[..x.Length].ToArray();
    }
}
