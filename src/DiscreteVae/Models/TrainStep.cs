using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Models;

/// <summary>The scheduled quantities of one step.</summary>
/// <param name="Temperature">τ of the estimator.</param>
/// <param name="KlWeight">The factor of the KL in the objective.</param>
/// <param name="LearningRate">Of the optimiser.</param>
public readonly record struct StepSettings(double Temperature, double KlWeight, double LearningRate);

/// <summary>
/// One step of stochastic gradient descent on the mean over the minibatch of −ELBO: encode, let the estimator play with the decoder, add
/// the exact gradient of the KL, backpropagate through the encoder. Both networks, and a prior that learns, are updated by the end of it.
/// </summary>
public sealed class TrainStep
{
    private readonly CategoricalVae _model;
    private readonly IGradientEstimator _estimator;
    private readonly IOptimizer _optimizer;
    private readonly DecoderObjective _objective;
    private readonly Activations _delta;
    private readonly Matrix _gradient;
    private readonly Real[] _latentMeans;
    private readonly Real[] _latentWeights;
    private Real[] _losses = [];
    private Real[] _divergences = [];

    /// <summary>Makes the buffers.</summary>
    public TrainStep(CategoricalVae model, IGradientEstimator estimator, IOptimizer optimizer)
    {
        _model = model;
        _estimator = estimator;
        _optimizer = optimizer;
        _objective = new DecoderObjective(model);
        _delta = model.Backend.CreateActivations(model.Shape.Latent.Width);
        _gradient = new Matrix(0, model.Shape.Latent.Width);
        _latentMeans = new Real[model.Shape.Latent.Latents];
        _latentWeights = new Real[model.Shape.Latent.Latents];
    }

    /// <summary>The floor of the KL in the objective; null is none.</summary>
    public FreeBits? FreeBits { get; init; }

    /// <summary>The gradient by the logits of the last step, B × N·K, of the sum over the minibatch.</summary>
    public Matrix LogitsGradient => _gradient;

    /// <summary>Trains on one minibatch and returns its ELBO with the estimator's own codes, before the update.</summary>
    public Elbo Run(PixelBatch images, StepSettings settings, INoise noise)
    {
        int count = images.Count;
        if (_losses.Length < count) (_losses, _divergences) = (new Real[count], new Real[count]);
        Span<Real> losses = _losses.AsSpan(0, count), divergences = _divergences.AsSpan(0, count);
        _optimizer.BeginStep(settings.LearningRate);

        Posterior posterior = _model.Encode(images);
        _objective.Begin(images, _optimizer);
        _estimator.Estimate(posterior, _objective, (Real)settings.Temperature, noise, losses, _gradient);
        if (!_objective.HasLearned) throw new InvalidOperationException($"The estimator '{_estimator.Traits.Name}' did not train the decoder.");

        _model.Prior.Forward(posterior, divergences);
        WeighLatents(posterior, (Real)settings.KlWeight);
        _model.Prior.Backward(posterior, _latentWeights, _gradient);
        _model.Prior.Learn(posterior, _latentWeights, _optimizer);
        _model.Backend.Read(_gradient, _delta);
        _model.Encoder.Backward(_delta, _model.Images, null, (Real)1 / count, _optimizer);
        return Elbo.Sum(losses, divergences);
    }

    // The factor of each latent's KL: 0 below a floor.
    private void WeighLatents(Posterior posterior, Real klWeight)
    {
        if (FreeBits is null)
        {
            Array.Fill(_latentWeights, klWeight);
            return;
        }
        _model.Prior.LatentMeans(posterior, _latentMeans);
        FreeBits.Weights(_latentMeans, klWeight, _latentWeights);
    }
}
