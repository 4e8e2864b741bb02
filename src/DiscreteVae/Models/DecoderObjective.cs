using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Models;

/// <summary>
/// f(z) = −ln p(x | z) of a minibatch, given by the decoder and the Bernoulli likelihood. Learning updates the decoder at once, with the
/// gradient of the mean over the minibatch.
/// </summary>
public sealed class DecoderObjective : ILatentObjective
{
    private readonly CategoricalVae _model;
    private readonly Activations _codeGradient;
    private SharedCodeLoss? _shared;
    private bool _sharesImages;
    private bool _deltaIsShared;
    private PixelBatch? _targets;
    private IOptimizer? _optimizer;
    private Activations? _delta;

    /// <summary>Makes the buffers.</summary>
    public DecoderObjective(CategoricalVae model)
    {
        _model = model;
        _codeGradient = model.Backend.CreateActivations(model.Shape.Latent.Width);
    }

    /// <inheritdoc/>
    public int Count => _targets!.Count;

    /// <summary>Whether <see cref="Learn"/> was called since <see cref="Begin"/>.</summary>
    public bool HasLearned { get; private set; }

    /// <summary>Begins an estimate.</summary>
    /// <param name="targets">The images.</param>
    /// <param name="optimizer">Has begun its step; null leaves the decoder as it is.</param>
    public void Begin(PixelBatch targets, IOptimizer? optimizer)
    {
        _targets = targets;
        _optimizer = optimizer;
        _delta = null;
        _sharesImages = false;
        HasLearned = false;
    }

    /// <inheritdoc/>
    public void Evaluate(Matrix codes, Span<Real> losses)
    {
        Decode(codes, shared: false);
        _model.Backend.BernoulliLoss(_delta!, _targets!, losses[..codes.Rows], gradient: true);
    }

    /// <inheritdoc/>
    public void Gradient(Matrix codeGradient)
    {
        _model.Decoder.BackwardInput(Evaluated(shared: false), _model.Codes, _codeGradient);
        _model.Backend.Write(_codeGradient, codeGradient);
    }

    /// <inheritdoc/>
    public void Learn(ReadOnlySpan<Real> weights = default, Matrix? codeGradient = null)
    {
        Activations delta = Evaluated(shared: false);
        Real weight = (Real)Count / delta.Rows;
        if (!weights.IsEmpty)
        {
            _model.Backend.ScaleRows(delta, weights);
            weight = 1;
        }
        Backpropagate(delta, codeGradient is null ? null : _codeGradient, weight);
        if (codeGradient is null) return;
        _model.Backend.Write(_codeGradient, codeGradient);
        if (weight == 1) return;
        foreach (ref Real value in codeGradient.Span) value *= weight;
    }

    /// <inheritdoc/>
    public void EvaluateShared(Matrix codes, Matrix losses)
    {
        Decode(codes, shared: true);
        _shared ??= new SharedCodeLoss(_model.Backend, _model.Shape.Pixels);
        if (!_sharesImages) _shared.SetImages(_targets!);
        _sharesImages = true;
        _shared.Forward(_delta!, losses, means: true);
    }

    /// <inheritdoc/>
    public void LearnShared(Matrix weights)
    {
        Activations delta = Evaluated(shared: true);
        _shared!.Backward(delta, weights);
        Backpropagate(delta, null, 1);
    }

    private void Decode(Matrix codes, bool shared)
    {
        if (HasLearned) throw new InvalidOperationException("The decoder has learned already: evaluate before Learn.");
        (_delta, _deltaIsShared) = (_model.Decode(codes), shared);
    }

    private void Backpropagate(Activations delta, Activations? codeGradient, Real weight)
    {
        if (HasLearned) throw new InvalidOperationException("Learn is called once an estimate.");
        _model.Decoder.Backward(delta, _model.Codes, codeGradient, weight / Count, _optimizer);
        HasLearned = true;
    }

    private Activations Evaluated(bool shared) => _delta is not null && _deltaIsShared == shared
        ? _delta
        : throw new InvalidOperationException(shared
            ? "There are no shared codes to learn from: call EvaluateShared first."
            : "There is nothing to differentiate: call Evaluate first.");
}
