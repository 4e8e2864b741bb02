using CsCheck;
using DiscreteVae.Backends;
using DiscreteVae.Backends.Blas;
using DiscreteVae.Backends.RowMajor;
using DiscreteVae.Tests.Support.Backends;

namespace DiscreteVae.Tests.Backends;

/// <summary>Every library's product against a plain float64 one.</summary>
public class GemmTests
{
    // 1, primes, powers of two and their neighbours: the edges of any library's tiles.
    private static readonly Gen<int> Size = Gen.OneOf(Gen.Int[1, 40], Choice.Of(1, 2, 3, 7, 13, 31, 32, 33, 61, 64, 97, 101));
    private static readonly Gen<float> Factor = Choice.Of(0f, 1f, -1f, 0.5f, 1.75f);

    private static readonly Gen<(bool TransposeA, bool TransposeB, int M, int N, int K, float Alpha, float Beta, int Slack)>
        Product = Gen.Select(Gen.Bool, Gen.Bool, Size, Size, Size, Factor, Factor, Gen.Int[0, 9]);

    public static TheoryData<string, int> Libraries => new()
    {
        { "mkl", 1 }, { "mkl", 2 }, { "openblas", 1 }, { "openblas", 2 }, { "mathnet", 2 },
    };

    [SkippableTheory, MemberData(nameof(Libraries))]
    public void Product_is_within_the_rounding_bound_of_float64(string name, int threads)
    {
        IGemm gemm = Create(name, threads);
        Gen.Select(Product, Gen.ULong).Sample((product, seed) =>
        {
            (bool transposeA, bool transposeB, int m, int n, int k, float alpha, float beta, int slack) = product;
            float[] a = Numbers(m * k + slack, seed, 1), b = Numbers(k * n + slack, seed, 2), c = Numbers(m * n + slack, seed, 3);
            float[] before = [.. c];
            gemm.Multiply(transposeA, transposeB, m, n, k, alpha, a, b, beta, c);
            BlasReference.AssertProduct(transposeA, transposeB, m, n, k, alpha, a, b, beta, before, c);
            Assert.Equal(before[(m * n)..], c[(m * n)..]);
        }, iter: 150, threads: 1);
    }

    [SkippableTheory, MemberData(nameof(Libraries))]
    public void Beta_zero_overwrites_whatever_was_there(string name, int threads)
    {
        IGemm gemm = Create(name, threads);
        float[] a = Numbers(5 * 7, 0, 1), b = Numbers(7 * 3, 0, 2), c = [.. Enumerable.Repeat(float.NaN, 5 * 3)];
        gemm.Multiply(false, false, 5, 3, 7, 1, a, b, 0, c);
        BlasReference.AssertProduct(false, false, 5, 3, 7, 1, a, b, 0, c, c);
    }

    [SkippableTheory, MemberData(nameof(Libraries))]
    public void Description_and_threads_are_told(string name, int threads)
    {
        IGemm gemm = Create(name, threads);
        Assert.Equal(name, gemm.Name);
        Assert.Equal(threads, gemm.Threads);
        Assert.Matches(name == "mathnet" ? "Math.NET Numerics 5" : "Math Kernel Library|OpenBLAS", gemm.Description);
    }

    [SkippableTheory, InlineData("mkl"), InlineData("openblas")]
    public void A_native_product_never_reads_past_an_array(string name)
    {
        IGemm gemm = Create(name, 1);
        gemm.Multiply(false, false, 4, 5, 6, 1, new float[24], new float[30], 0, new float[20]);
        foreach ((int a, int b, int c) in new[] { (23, 30, 20), (24, 29, 20), (24, 30, 19) })
        {
            Assert.Throws<ArgumentException>(
                () => gemm.Multiply(false, false, 4, 5, 6, 1, new float[a], new float[b], 0, new float[c]));
        }
    }

    private static IGemm Create(string name, int threads)
    {
        string? reason = BackendRegistry.Find(name).WhyUnavailable();
        Skip.If(reason is not null, reason);
        return name switch
        {
            "mkl" => new BlasGemm(BlasVendor.Mkl, threads),
            "openblas" => new BlasGemm(BlasVendor.OpenBlas, threads),
            _ => new MathNetGemm(threads),
        };
    }

    private static float[] Numbers(int length, ulong seed, int lane)
    {
        var values = new float[length];
        DiscreteVae.Numerics.RandomStream.Create(seed, DiscreteVae.Numerics.Purpose.Figures, (ulong)lane).FillUniform(values);
        foreach (ref float value in values.AsSpan()) value = 4 * value - 2;
        return values;
    }
}
