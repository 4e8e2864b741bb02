using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The local expectation gradient: z ~ Cat(p), and for each latent n the exact gradient with the other latents held at their
/// samples, p_k (f(z with z_n = k) − Σ_j p_j f(z with z_n = j)). Unbiased, without variance for f linear in z; 1 + N (K − 1)
/// evaluations, those of a latent as one batch. The decoder learns from z. Titsias and Lázaro-Gredilla, "Local expectation
/// gradients for black box variational inference", 2015, arXiv 1503.01494.
/// </summary>
public sealed class LocalExpectation(LatentShape shape) : IGradientEstimator
{
    private readonly CategoricalSample _sample = new(shape);
    private readonly Matrix _neighbours = new(0, shape.Width);
    private readonly Matrix _neighbourLosses = new(0, 1);
    private readonly Matrix _values = new(0, shape.Width);

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("local-expectation", Unbiased: true, UsesTemperature: false, Relaxed: false,
        Evaluations: 1 + shape.Latents * (shape.Categories - 1), UsesCodeGradient: false,
        "Titsias and Lázaro-Gredilla, 2015, arXiv 1503.01494")
    {
        BackwardPasses = 1,
    };

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        _values.WithRows(posterior.Count);
        for (int n = 0; n < shape.Latents && shape.Categories > 1; n++) EvaluateNeighbours(codes, objective, n * shape.Categories);
        objective.Evaluate(codes, losses);
        Span<Real> values = _values.Span, z = codes.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (z[i] == 1) values[i] = losses[i / shape.Width];
        }
        SoftmaxJacobian.Apply(posterior, posterior.Probabilities, _values, 1, gradient);
        objective.Learn();
    }

    // Neighbour j of latent n is j categories, from 1 to K − 1, further round than the sample.
    private void EvaluateNeighbours(Matrix codes, ILatentObjective objective, int start)
    {
        int count = codes.Rows, categories = shape.Categories, rows = (categories - 1) * count;
        _neighbours.WithRows(rows);
        for (int r = 0; r < rows; r++)
        {
            Span<Real> neighbour = _neighbours.Row(r);
            codes.Row(r % count).CopyTo(neighbour);
            neighbour.Slice(start, categories).Clear();
            neighbour[start + Category(codes, r, start)] = 1;
        }
        Span<Real> losses = _neighbourLosses.WithRows(rows).Span;
        objective.Evaluate(_neighbours, losses);
        for (int r = 0; r < rows; r++) _values[r % count, start + Category(codes, r, start)] = losses[r];
    }

    private int Category(Matrix codes, int row, int start)
    {
        int sampled = codes.Row(row % codes.Rows).Slice(start, shape.Categories).IndexOf((Real)1);
        return (sampled + 1 + row / codes.Rows) % shape.Categories;
    }
}
