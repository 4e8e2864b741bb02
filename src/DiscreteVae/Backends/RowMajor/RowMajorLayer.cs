using System.Numerics.Tensors;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>A dense layer over row-major matrices: W is outputs × inputs, as in PyTorch.</summary>
internal sealed class RowMajorLayer : IDenseLayer
{
    private readonly IGemm _gemm;
    private readonly WorkSplitter _work;
    private readonly Real[] _weight, _bias, _weightGradient, _biasGradient;
    private readonly Real[][] _weightState = [[], []];
    private readonly Real[][] _biasState = [[], []];
    // The passes between the products, made once, and what they read.
    private readonly Action<int, int> _activate, _differentiate, _update;
    private Matrix? _values, _result;
    private Activation _inputActivation;
    private IOptimizer? _optimizer;

    public RowMajorLayer(IGemm gemm, WorkSplitter work, int inputs, int outputs, Activation activation)
    {
        (_gemm, _work, Inputs, Outputs, Activation) = (gemm, work, inputs, outputs, activation);
        _weight = new Real[checked(outputs * inputs)];
        _weightGradient = new Real[_weight.Length];
        _bias = new Real[outputs];
        _biasGradient = new Real[outputs];
        (_activate, _differentiate, _update) = (Activate, Differentiate, Update);
    }

    public int Inputs { get; }

    public int Outputs { get; }

    public Activation Activation { get; }

    public void Forward(Activations x, Activations y)
    {
        _result = RowMajorBackend.Of(y);
        _gemm.Multiply(false, true, x.Rows, Outputs, Inputs, 1, RowMajorBackend.Of(x).Buffer, _weight, 0, _result.Buffer);
        _work.Run(x.Rows, (long)x.Rows * Outputs, _activate);
    }

    public void BackwardInput(Activations delta, Activations x, Activation inputActivation, Activations dx)
    {
        (_result, _values, _inputActivation) = (RowMajorBackend.Of(dx), RowMajorBackend.Of(x), inputActivation);
        Real[] gradient = RowMajorBackend.Of(delta).Buffer;
        _gemm.Multiply(false, false, delta.Rows, Inputs, Outputs, 1, gradient, _weight, 0, _result.Buffer);
        if (!inputActivation.IsIdentity) _work.Run(delta.Rows, (long)delta.Rows * Inputs, _differentiate);
    }

    public void BackwardParameters(Activations x, Activations delta, Real scale, IOptimizer optimizer)
    {
        Matrix gradient = RowMajorBackend.Of(delta), input = RowMajorBackend.Of(x);
        _gemm.Multiply(true, false, Outputs, Inputs, delta.Rows, scale, gradient.Buffer, input.Buffer, 0, _weightGradient);
        Array.Clear(_biasGradient);
        for (int r = 0; r < gradient.Rows; r++) TensorPrimitives.Add(_biasGradient, gradient.Row(r), _biasGradient);
        TensorPrimitives.Multiply(_biasGradient, scale, _biasGradient);
        for (int slot = 0; slot < optimizer.StateCount; slot++) Allocate(slot);
        _optimizer = optimizer;
        _work.Run(_weight.Length, _weight.Length, _update);
        optimizer.Update(_bias, _biasGradient, _biasState[0], _biasState[1]);
    }

    public void SetParameters(ReadOnlySpan<Real> weight, ReadOnlySpan<Real> bias)
    {
        weight.CopyTo(_weight);
        bias.CopyTo(_bias);
    }

    public void GetParameters(Span<Real> weight, Span<Real> bias)
    {
        _weight.CopyTo(weight);
        _bias.CopyTo(bias);
    }

    public void SetState(int slot, ReadOnlySpan<Real> weight, ReadOnlySpan<Real> bias)
    {
        Allocate(slot);
        weight.CopyTo(_weightState[slot]);
        bias.CopyTo(_biasState[slot]);
    }

    public void GetState(int slot, Span<Real> weight, Span<Real> bias)
    {
        Allocate(slot);
        _weightState[slot].CopyTo(weight);
        _biasState[slot].CopyTo(bias);
    }

    private void Allocate(int slot)
    {
        if (_weightState[slot].Length > 0) return;
        _weightState[slot] = new Real[_weight.Length];
        _biasState[slot] = new Real[_bias.Length];
    }

    private void Activate(int start, int end)
    {
        for (int r = start; r < end; r++) Elementwise.AddBiasAndActivate(_result!.Row(r), _bias, Activation);
    }

    private void Differentiate(int start, int end)
    {
        for (int r = start; r < end; r++) Elementwise.MultiplyByDerivative(_result!.Row(r), _values!.Row(r), _inputActivation);
    }

    private void Update(int start, int end)
    {
        Range range = start..end;
        _optimizer!.Update(_weight.AsSpan(range), _weightGradient.AsSpan(range), State(0, range), State(1, range));
    }

    // Empty for a state that the optimiser does not have.
    private Span<Real> State(int slot, Range range) => slot < _optimizer!.StateCount ? _weightState[slot].AsSpan(range) : [];
}
