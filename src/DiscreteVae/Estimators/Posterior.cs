using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The approximate posterior q(z | x) = Π_n Cat(z_n; softmax(logits_n)) of a minibatch, with what every estimator and the KL need of
/// it computed once. All matrices are B × N·K.
/// </summary>
public sealed class Posterior
{
    /// <summary>Makes room for minibatches of any size.</summary>
    public Posterior(LatentShape shape)
    {
        Shape = shape;
        Logits = new Matrix(0, shape.Width);
        LogProbabilities = new Matrix(0, shape.Width);
        Probabilities = new Matrix(0, shape.Width);
    }

    /// <summary>N and K.</summary>
    public LatentShape Shape { get; }

    /// <summary>x, for the estimators whose baseline depends on it; null where nobody said.</summary>
    public PixelBatch? Images { get; set; }

    /// <summary>B.</summary>
    public int Count => Logits.Rows;

    /// <summary>θ, the encoder's output.</summary>
    public Matrix Logits { get; }

    /// <summary>ln p = log softmax(θ), computed from the logits, so that it stays finite where p underflows.</summary>
    public Matrix LogProbabilities { get; }

    /// <summary>p = softmax(θ).</summary>
    public Matrix Probabilities { get; }

    /// <summary>Computes the probabilities from <see cref="Logits"/>; call after writing those.</summary>
    public void Update()
    {
        LogSoftmax.Forward(Logits, Shape.Categories, 1, LogProbabilities.WithRows(Count), Probabilities.WithRows(Count));
    }
}
