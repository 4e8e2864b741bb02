using DiscreteVae.Backends.RowMajor;

namespace DiscreteVae.Tests.Support.Backends;

/// <summary>
/// Math.NET's product, which by a manual clock takes as long as a machine of a given speed would, and ten times as long for the first few
/// products with so many rows.
/// </summary>
internal sealed class SlowGemm(string name, ManualClock clock, double gigaflops, int coldProducts = 0, int coldRows = 0) : IGemm
{
    private readonly MathNetGemm _inner = new(1);
    private int _cold = coldProducts;

    public string Name => name;

    public string Description => $"{name} at {gigaflops} GFLOP/s";

    public int Threads => 1;

    public void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float alpha, float[] a, float[] b, float beta,
        float[] c)
    {
        bool isCold = _cold > 0 && m == coldRows && _cold-- > 0;
        clock.Advance((isCold ? 10 : 1) * 2.0 * m * n * k / (gigaflops * 1e6));
        _inner.Multiply(transposeA, transposeB, m, n, k, alpha, a, b, beta, c);
    }
}
