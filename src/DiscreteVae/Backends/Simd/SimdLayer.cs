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

    public void Forward(Activations x, Activations y) => _forward.Run(_team, (SimdActivations)x, (SimdActivations)y);

    public void BackwardInput(Activations delta, Activations x, Activation inputActivation, Activations dx) =>
        _backwardInput.Run(_team, (SimdActivations)delta, (SimdActivations)x, inputActivation, (SimdActivations)dx);

    public void BackwardParameters(Activations x, Activations delta, float scale, IOptimizer optimizer)
    {
        var inputs = (SimdActivations)x;
        if (inputs.IsSparse) inputs.Active.ListFeatures(_team);
        _backwardParameters.Run(_team, inputs, (SimdActivations)delta, scale, optimizer);
    }

    public void SetParameters(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) => _parameters.SetParameters(weight, bias);

    public void GetParameters(Span<float> weight, Span<float> bias) => _parameters.GetParameters(weight, bias);

    public void SetState(int slot, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias) =>
        _parameters.SetState(slot, weight, bias);

    public void GetState(int slot, Span<float> weight, Span<float> bias) => _parameters.GetState(slot, weight, bias);
}
