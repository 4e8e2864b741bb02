namespace DiscreteVae.Layers;

/// <summary>
/// R × features numbers between two layers, in whatever layout the backend that made them likes best. What leaves a network (logits,
/// codes, losses) leaves through <see cref="IBackend"/> as row-major matrices and spans.
/// </summary>
public abstract class Activations
{
    /// <summary>Makes an empty buffer of a width.</summary>
    protected Activations(int features) => Features = features;

    /// <summary>Columns.</summary>
    public int Features { get; }

    /// <summary>R, the rows now in use.</summary>
    public int Rows { get; protected set; }

    /// <summary>Sets the number of rows; memory grows when needed and never shrinks. The contents are undefined afterwards.</summary>
    public abstract void Resize(int rows);
}
