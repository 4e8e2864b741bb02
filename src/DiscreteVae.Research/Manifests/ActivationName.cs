namespace DiscreteVae.Research.Manifests;

/// <summary>Activations by name.</summary>
public enum ActivationName
{
    /// <summary>max(0, a).</summary>
    Relu,

    /// <summary>a above 0, slope · a below.</summary>
    LeakyRelu,
}
