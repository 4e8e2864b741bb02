using DiscreteVae.Estimators;
using DiscreteVae.Metrics;
using DiscreteVae.Numerics;

namespace DiscreteVae.Models;

/// <summary>
/// The ELBO of a minibatch with one hard sample a datum, never a relaxed one, and without training; metrics see each minibatch beside it.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="metrics">What else is measured; its beginning and end are the caller's.</param>
public sealed class Evaluation(CategoricalVae model, MetricSet? metrics = null)
{
    private readonly CategoricalSample _sample = new(model.Shape.Latent);
    private readonly double[] _logPrior = new double[model.Shape.Latent.Width];
    private Real[] _losses = [];
    private Real[] _divergences = [];

    /// <summary>Evaluates one minibatch.</summary>
    public Elbo Run(PixelBatch images, INoise noise)
    {
        int count = images.Count;
        if (_losses.Length < count) (_losses, _divergences) = (new Real[count], new Real[count]);
        Span<Real> losses = _losses.AsSpan(0, count), divergences = _divergences.AsSpan(0, count);
        Posterior posterior = model.Encode(images);
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        model.Backend.BernoulliLoss(model.Decode(codes), images, losses, gradient: false);
        model.Prior.Forward(posterior, divergences);
        metrics?.Add(new EvaluatedBatch(model, images, posterior, codes, LogPrior(), noise));
        return Elbo.Sum(losses, divergences);
    }

    // A learned prior moves between evaluations.
    private double[] LogPrior()
    {
        ReadOnlySpan<Real> log = model.Prior.LogProbabilities;
        for (int i = 0; i < log.Length; i++) _logPrior[i] = log[i];
        return _logPrior;
    }
}
