using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// A backend that tells a recorder how long each of its operations took. Training without a profile does not know of it and pays nothing.
/// </summary>
internal sealed class ProfiledBackend(IBackend backend, StepParts parts) : IBackend
{
    private readonly List<ProfiledLayer> _layers = [];

    /// <summary>Where the time goes.</summary>
    public StepParts Parts => parts;

    /// <summary>
    /// The layers made, in their order: the encoder's, then the decoder's, then any that an objective makes of its images.
    /// </summary>
    public IReadOnlyList<ProfiledLayer> Layers => _layers;

    public string Name => backend.Name;

    public string Description => backend.Description;

    public int Threads => backend.Threads;

    public Activations CreateActivations(int features) => backend.CreateActivations(features);

    public IDenseLayer CreateLayer(int inputs, int outputs, Activation activation)
    {
        var layer = new ProfiledLayer(backend.CreateLayer(inputs, outputs, activation), parts);
        _layers.Add(layer);
        return layer;
    }

    // The encoder's part is what lies before the estimator, so its operations need no slot of their own here.
    public void Read(PixelBatch pixels, Activations destination) => backend.Read(pixels, destination);

    public void Read(Matrix source, Activations destination)
    {
        long begun = parts.Recorder.Now;
        backend.Read(source, destination);
        // Codes on their way into the decoder, or the logits' gradient on its way back into the encoder.
        parts.Recorder.Add(parts.Phase == StepPhase.Estimate ? parts.Decode : parts.Backward, begun);
    }

    public void Write(Activations source, Matrix destination)
    {
        long begun = parts.Recorder.Now;
        backend.Write(source, destination);
        if (parts.Phase != StepPhase.Encode) parts.Recorder.Add(parts.Backward, begun);
    }

    public void BernoulliLoss(Activations logits, PixelBatch targets, Span<Real> losses, bool gradient)
    {
        long begun = parts.Recorder.Now;
        backend.BernoulliLoss(logits, targets, losses, gradient);
        parts.Recorder.Add(parts.Decode, begun);
    }

    public void ScaleRows(Activations activations, ReadOnlySpan<Real> weights)
    {
        long begun = parts.Recorder.Now;
        backend.ScaleRows(activations, weights);
        parts.Recorder.Add(parts.Backward, begun);
    }

    public void Add(Activations activations, Activations addend)
    {
        long begun = parts.Recorder.Now;
        backend.Add(activations, addend);
        parts.Recorder.Add(parts.Backward, begun);
    }

    // Of the encoder's part, or within what the estimator takes.
    public void Share(int pieces, long elements, Action<int, int> work) => backend.Share(pieces, elements, work);

    public void Dispose() => backend.Dispose();
}
