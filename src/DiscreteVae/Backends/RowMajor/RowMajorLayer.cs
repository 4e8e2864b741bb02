using System.Numerics.Tensors;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>A dense layer over row-major matrices: W is outputs × inputs, as in PyTorch.</summary>
internal sealed class RowMajorLayer(IGemm gemm, int inputs, int outputs, Activation activation) : IDenseLayer
{
    private readonly Real[] _weight = new Real[outputs * inputs];
    private readonly Real[] _bias = new Real[outputs];
    private readonly Real[] _weightGradient = new Real[outputs * inputs];
    private readonly Real[] _biasGradient = new Real[outputs];
    private readonly Real[][] _weightState = [[], []];
    private readonly Real[][] _biasState = [[], []];

    public int Inputs => inputs;

    public int Outputs => outputs;

    public Activation Activation => activation;

    public void Forward(Activations x, Activations y)
    {
        Matrix result = RowMajorBackend.Of(y);
        gemm.Multiply(false, true, x.Rows, outputs, inputs, 1, RowMajorBackend.Of(x).Buffer, _weight, 0, result.Buffer);
        for (int r = 0; r < result.Rows; r++)
        {
            Span<Real> row = result.Row(r);
            TensorPrimitives.Add(row, _bias, row);
            if (!activation.IsIdentity) Activate(row);
        }
    }

    public void BackwardInput(Activations delta, Activations x, Activation inputActivation, Activations dx)
    {
        Matrix result = RowMajorBackend.Of(dx);
        gemm.Multiply(false, false, delta.Rows, inputs, outputs, 1, RowMajorBackend.Of(delta).Buffer, _weight, 0, result.Buffer);
        if (inputActivation.IsIdentity) return;
        ReadOnlySpan<Real> values = RowMajorBackend.Of(x).Span;
        Span<Real> gradient = result.Span;
        Real slope = inputActivation.NegativeSlope;
        for (int i = 0; i < gradient.Length; i++) gradient[i] = values[i] > 0 ? gradient[i] : slope * gradient[i];
    }

    public void BackwardParameters(Activations x, Activations delta, Real scale, IOptimizer optimizer)
    {
        Matrix gradient = RowMajorBackend.Of(delta);
        gemm.Multiply(true, false, outputs, inputs, delta.Rows, scale, gradient.Buffer, RowMajorBackend.Of(x).Buffer, 0, _weightGradient);
        Array.Clear(_biasGradient);
        for (int r = 0; r < gradient.Rows; r++) TensorPrimitives.Add(_biasGradient, gradient.Row(r), _biasGradient);
        TensorPrimitives.Multiply(_biasGradient, scale, _biasGradient);
        for (int slot = 0; slot < optimizer.StateCount; slot++) Allocate(slot);
        optimizer.Update(_weight, _weightGradient, _weightState[0], _weightState[1]);
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

    private void Activate(Span<Real> row)
    {
        if (activation.NegativeSlope == 0)
        {
            TensorPrimitives.Max(row, 0, row);
            return;
        }
        foreach (ref Real value in row) value = value > 0 ? value : activation.NegativeSlope * value;
    }
}
