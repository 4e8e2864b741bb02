using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The approximate posterior q(z | x) = Π_n Cat(z_n; softmax(logits_n)) of a minibatch, with what every estimator and the KL need of
/// it computed once. All matrices but one are B × N·K.
/// </summary>
public sealed class Posterior
{
    private readonly int _groupsOfPiece;
    private readonly Action<int, int> _update;

    /// <summary>Makes room for minibatches of any size.</summary>
    public Posterior(LatentShape shape)
    {
        Shape = shape;
        Logits = new Matrix(0, shape.Width);
        LogProbabilities = new Matrix(0, shape.Width);
        Probabilities = new Matrix(0, shape.Width);
        NegativeEntropies = new Matrix(0, shape.Latents);
        _groupsOfPiece = LogSoftmax.GroupsOfPiece(shape.Categories);
        _update = Update;
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
    /// <param name="backend">Whose threads share the work; null is none but the caller's.</param>
    public void Update(IBackend? backend = null)
    {
        LogProbabilities.WithRows(Count);
        Probabilities.WithRows(Count);
        NegativeEntropies.WithRows(Count);
        int pieces = (Count * Shape.Latents + _groupsOfPiece - 1) / _groupsOfPiece;
        if (backend is null) Update(0, pieces);
        else backend.Share(pieces, Logits.Span.Length, _update);
    }

    private void Update(int piece, int end)
    {
        for (int categories = Shape.Categories; piece < end; piece++)
        {
            Span<Real> entropies = NegativeEntropies.Span[(piece * _groupsOfPiece)..];
            if (entropies.Length > _groupsOfPiece) entropies = entropies[.._groupsOfPiece];
            int start = piece * _groupsOfPiece * categories, length = entropies.Length * categories;
            Span<Real> log = LogProbabilities.Span.Slice(start, length), p = Probabilities.Span.Slice(start, length);
            LogSoftmax.Forward(Logits.Span.Slice(start, length), categories, 1, log, p);
            for (int g = 0; g < entropies.Length; g++)
                entropies[g] = NegativeEntropy.Sum(p.Slice(g * categories, categories), log.Slice(g * categories, categories));
        }
    }
}
