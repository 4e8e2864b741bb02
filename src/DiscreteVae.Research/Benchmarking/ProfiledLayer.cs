using DiscreteVae.Layers;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// A layer that tells a recorder how long each pass took and how much dense arithmetic it stands for: 2 · rows · inputs · outputs
/// operations a product, whatever a backend saves by leaving zeros out.
/// </summary>
internal sealed class ProfiledLayer : IDenseLayer
{
    private readonly IDenseLayer _layer;
    private readonly StepParts _parts;
    private readonly StepRecorder _recorder;

    public ProfiledLayer(IDenseLayer layer, StepParts parts)
    {
        (_layer, _parts, _recorder) = (layer, parts, parts.Recorder);
        ForwardSlot = _recorder.AddSlot();
        BackwardInputSlot = _recorder.AddSlot();
        BackwardParametersSlot = _recorder.AddSlot();
    }

    /// <summary>The slot of <see cref="Forward"/>.</summary>
    public int ForwardSlot { get; }

    /// <summary>The slot of <see cref="BackwardInput"/>.</summary>
    public int BackwardInputSlot { get; }

    /// <summary>The slot of <see cref="BackwardParameters"/>.</summary>
    public int BackwardParametersSlot { get; }

    public int Inputs => _layer.Inputs;

    public int Outputs => _layer.Outputs;

    public Activation Activation => _layer.Activation;

    public void Forward(Activations x, Activations y)
    {
        long begun = _recorder.Now;
        _layer.Forward(x, y);
        // Of the encoder's part the estimator's beginning is the measure.
        if (_parts.Phase != StepPhase.Encode) _recorder.Add(_parts.Decode, begun);
        _recorder.Add(ForwardSlot, begun, Operations(x));
    }

    public void BackwardInput(Activations delta, Activations x, Activation inputActivation, Activations dx)
    {
        long begun = _recorder.Now;
        _layer.BackwardInput(delta, x, inputActivation, dx);
        _recorder.Add(_parts.Backward, begun);
        _recorder.Add(BackwardInputSlot, begun, Operations(delta));
    }

    public void BackwardParameters(Activations x, Activations delta, Real scale, IOptimizer optimizer)
    {
        long begun = _recorder.Now;
        _layer.BackwardParameters(x, delta, scale, optimizer);
        _recorder.Add(_parts.Backward, begun);
        _recorder.Add(BackwardParametersSlot, begun, Operations(delta));
    }

    public void SetParameters(ReadOnlySpan<Real> weight, ReadOnlySpan<Real> bias) => _layer.SetParameters(weight, bias);

    public void GetParameters(Span<Real> weight, Span<Real> bias) => _layer.GetParameters(weight, bias);

    public void SetState(int slot, ReadOnlySpan<Real> weight, ReadOnlySpan<Real> bias) => _layer.SetState(slot, weight, bias);

    public void GetState(int slot, Span<Real> weight, Span<Real> bias) => _layer.GetState(slot, weight, bias);

    private double Operations(Activations rows) => 2.0 * rows.Rows * Inputs * Outputs;
}
