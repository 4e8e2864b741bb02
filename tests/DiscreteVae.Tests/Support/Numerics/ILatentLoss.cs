namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>f_b(z) in closed form for a few data b, in double.</summary>
internal interface ILatentLoss
{
    double Value(int datum, ReadOnlySpan<double> z);

    /// <summary>Overwrites <paramref name="gradient"/> with ∂f_b/∂z.</summary>
    void Gradient(int datum, ReadOnlySpan<double> z, Span<double> gradient);
}
