using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Layers;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Backends.Simd;

/// <summary>A dense layer over blocked activations and weights.</summary>
internal sealed class SimdLayer : IDenseLayer
{
    private readonly WorkerTeam _team;
    private readonly LayerParameters _parameters;
    private readonly ForwardWork _forward;
    private readonly BackwardInputWork _backwardInput;
    private readonly BackwardParametersWork _backwardParameters;

    public SimdLayer(KernelSet kernels, WorkerTeam team, int inputs, int outputs, Activation activation)
    {
        _team = team;
        Activation = activation;
        _parameters = new LayerParameters(inputs, outputs);
        _forward = new ForwardWork(kernels, _parameters, activation.NegativeSlope);
        _backwardInput = new BackwardInputWork(kernels, _parameters);
        _backwardParameters = new BackwardParametersWork(kernels, _parameters);
    }

    public int Inputs => _parameters.Inputs;

    public int Outputs => _parameters.Outputs;

    public Activation Activation { get; }

    public void Forward(Activations x, Activations y) =>
        _forward.Run(_team, Checked(x, x.Rows, Inputs, nameof(x)), Checked(y, x.Rows, Outputs, nameof(y)));

    public void BackwardInput(Activations delta, Activations x, Activation inputActivation, Activations dx)
    {
        SimdActivations outer = Checked(delta, delta.Rows, Outputs, nameof(delta)), inner = Checked(dx, delta.Rows, Inputs, nameof(dx));
        _backwardInput.Run(_team, outer, Checked(x, delta.Rows, Inputs, nameof(x)), inputActivation, inner);
    }

    public void BackwardParameters(Activations x, Activations delta, float scale, IOptimizer optimizer)
    {
        SimdActivations inputs = Checked(x, x.Rows, Inputs, nameof(x));
        if (inputs.IsSparse) inputs.Active.ListFeatures(_team);
        _backwardParameters.Run(_team, inputs, Checked(delta, x.Rows, Outputs, nameof(delta)), scale, optimizer);
    }

    public void SetParameters(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => _parameters.SetParameters(weight, bias);

    public void GetParameters(Span<float> weight, Span<float> bias) => _parameters.GetParameters(weight, bias);

    public void SetState(int slot, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) =>
        _parameters.SetState(slot, weight, bias);

    public void GetState(int slot, Span<float> weight, Span<float> bias) => _parameters.GetState(slot, weight, bias);

    // The kernels work on bare pointers: what does not fit must not get there.
    private static SimdActivations Checked(Activations activations, int rows, int features, string name)
    {
        if (activations.Rows == rows && activations.Features == features) return (SimdActivations)activations;
        throw new ArgumentException(
            $"{activations.Rows} rows of {activations.Features} features do not fit; {rows} of {features} are expected.", name);
    }
}
