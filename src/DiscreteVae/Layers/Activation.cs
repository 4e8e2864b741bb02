namespace DiscreteVae.Layers;

/// <summary>
/// The elementwise function behind a dense layer: f(a) = a for a &gt; 0, else s · a. One slope s covers the identity (1), ReLU (0) and
/// leaky ReLU, and f' can be read off f's own value, so that no pre-activation needs keeping.
/// </summary>
/// <param name="NegativeSlope">s in [0, 1].</param>
public readonly record struct Activation(Real NegativeSlope)
{
    /// <summary>f(a) = a.</summary>
    public static Activation Identity => new(1);

    /// <summary>f(a) = max(0, a).</summary>
    public static Activation Relu => new(0);

    /// <summary>f(a) = a above 0, <paramref name="slope"/> · a below.</summary>
    public static Activation LeakyRelu(Real slope) => new(slope);

    /// <summary>Whether this is the identity, which needs no pass over the data.</summary>
    public bool IsIdentity => NegativeSlope == 1;
}
