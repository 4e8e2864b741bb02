using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// Draws gradients of the mean reconstruction loss of a minibatch by its logits, ∂/∂θ (1/B) Σ_b E[−ln p(x_b | z_b)], B × N·K values as one
/// vector. It has a backend, a decoder and an estimator of its own; the decoder never learns.
/// </summary>
internal sealed class GradientWorker
{
    private readonly DecoderObjective _objective;
    private readonly Posterior _posterior;
    private readonly StreamNoise _noise = new();
    private readonly Matrix _gradient;
    private readonly float[] _losses;
    private readonly PixelBatch _images;
    private readonly ulong _seed;
    private readonly uint _epoch;
    private IGradientEstimator? _estimator;
    private StateSnapshot? _memory;

    /// <summary>Makes the model and the buffers.</summary>
    /// <param name="snapshot">The model and the minibatch.</param>
    /// <param name="backend">Serves this worker alone.</param>
    /// <param name="seed">Decides all noise, with the epoch, the kind of run and the draw.</param>
    public GradientWorker(ModelSnapshot snapshot, IBackend backend, ulong seed)
    {
        (_images, _seed, _epoch) = (snapshot.Images, seed, (uint)snapshot.Epoch);
        _objective = new DecoderObjective(snapshot.CreateModel(backend));
        _posterior = new Posterior(snapshot.Shape.Latent);
        _posterior.Logits.CopyFrom(snapshot.Logits);
        _posterior.Images = snapshot.Images;
        _posterior.Update();
        _gradient = new Matrix(_posterior.Count, snapshot.Shape.Latent.Width);
        _losses = new float[_posterior.Count];
    }

    /// <summary>The length of a draw: B · N · K.</summary>
    public int Dimension => _gradient.Rows * _gradient.Columns;

    /// <summary>Takes an estimator into use.</summary>
    /// <param name="estimator">Serves this worker alone.</param>
    /// <param name="memory">
    /// What it remembers before every draw, so that draws are independent of each other and of who makes them; null of one that remembers
    /// nothing.
    /// </param>
    public void Use(IGradientEstimator estimator, StateSnapshot? memory) => (_estimator, _memory) = (estimator, memory);

    /// <summary>One draw: a function of the seed, the epoch, the run and the number of the draw alone.</summary>
    public void Draw(DrawRun run, int draw, double temperature, Span<float> values)
    {
        if (_estimator is IStateful remembering) _memory!.Restore(remembering);
        Estimate(_estimator!, run, draw, temperature);
        ReadOnlySpan<float> gradient = _gradient.Span;
        for (int i = 0; i < values.Length; i++) values[i] = gradient[i] / _losses.Length;
    }

    /// <summary>What an estimator that remembers has learnt after so many draws, one after another.</summary>
    public StateSnapshot? WarmUp(IGradientEstimator estimator, int draws, double temperature, CancellationToken cancellationToken)
    {
        if (estimator is not IStateful remembering) return null;
        for (int draw = 0; draw < draws; draw++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Estimate(estimator, DrawRun.WarmUp, draw, temperature);
        }
        return StateSnapshot.Of(remembering);
    }

    private void Estimate(IGradientEstimator estimator, DrawRun run, int draw, double temperature)
    {
        _noise.Stream = RandomStream.Create(_seed, Purpose.GradientDraws, 4 * _epoch + (uint)run, (uint)draw);
        _objective.Begin(_images, optimizer: null);
        estimator.Estimate(_posterior, _objective, (float)temperature, _noise, _losses, _gradient);
    }
}

/// <summary>What draws are for; each kind has noise of its own. Estimators share theirs: draw by draw they can be compared.</summary>
internal enum DrawRun
{
    /// <summary>The draws that are measured.</summary>
    Measured,

    /// <summary>Those before them.</summary>
    WarmUp,

    /// <summary>A long run that gives the reference.</summary>
    Reference,

    /// <summary>Train steps that are timed.</summary>
    Timing,
}
