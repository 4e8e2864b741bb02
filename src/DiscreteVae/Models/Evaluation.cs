using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Models;

/// <summary>The ELBO of a minibatch with one hard sample a datum, never a relaxed one, and without training.</summary>
public sealed class Evaluation(CategoricalVae model)
{
    private readonly CategoricalSample _sample = new(model.Shape.Latent);
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
        return Elbo.Sum(losses, divergences);
    }
}
