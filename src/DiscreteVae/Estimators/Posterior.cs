using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The approximate posterior q(z | x) = Π_n Cat(z_n; softmax(logits_n)) of a minibatch, with what every estimator and the KL need of
/// it computed once. All matrices but one are B × N·K.
/// </summary>
public sealed class Posterior
{
    private readonly LatentPieces _pieces;
    private IBackend? _backend;

    /// <summary>Makes room for minibatches of any size.</summary>
    public Posterior(LatentShape shape)
    {
        Shape = shape;
        Logits = new Matrix(0, shape.Width);
        LogProbabilities = new Matrix(0, shape.Width);
        Probabilities = new Matrix(0, shape.Width);
        NegativeEntropies = new Matrix(0, shape.Latents);
        _pieces = new LatentPieces(shape.Categories);
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

    /// <summary>Σ_k p_k ln p_k ≤ 0 of each latent in nats, B × N.</summary>
    public Matrix NegativeEntropies { get; }

    /// <summary>Computes all of it from <see cref="Logits"/>, in one pass over them; call after writing those.</summary>
    /// <param name="backend">
    /// Whose threads share this work, and that of the estimator and the prior on this posterior; null is none but the caller's.
    /// </param>
    public void Update(IBackend? backend = null)
    {
        _backend = backend;
        LogProbabilities.WithRows(Count);
        Probabilities.WithRows(Count);
        NegativeEntropies.WithRows(Count);
        Share(Count, this, static (posterior, start, end) => posterior.UpdatePart(start, end));
    }

    /// <summary>
    /// Does work latent by latent on matrices of this posterior's width, on the threads that shared <see cref="Update"/>. It is cut into
    /// pieces by K alone, and so every bit of the result is the same for any threads.
    /// </summary>
    /// <param name="rows">Of the matrices: B, or S·B.</param>
    /// <param name="arguments">What the work is given: a tuple of matrices and numbers.</param>
    /// <param name="work">
    /// A static lambda that gets the arguments and a range of the matrices' numbers, from its first up to its last: whole latents, K numbers
    /// each. Several run at once.
    /// </param>
    internal void Share<T>(int rows, T arguments, Action<T, int, int> work) =>
        _pieces.Share(_backend, rows * Shape.Width, arguments, work);

    private void UpdatePart(int start, int end)
    {
        int categories = Shape.Categories;
        Span<Real> log = LogProbabilities.Span[start..end], p = Probabilities.Span[start..end];
        LogSoftmax.Forward(Logits.Span[start..end], categories, 1, log, p);
        NegativeEntropy.Sums(p, log, NegativeEntropies.Span[(start / categories)..(end / categories)]);
    }
}
