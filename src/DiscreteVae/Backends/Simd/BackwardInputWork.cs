using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Layers;

namespace DiscreteVae.Backends.Simd;

/// <summary>dx = (δ W) ∘ f'(x); with the transposed copy of the weights it is the same product as the forward pass.</summary>
internal sealed unsafe class BackwardInputWork(KernelSet kernels, LayerParameters parameters) : TeamWork
{
    private Shares _shares = null!;
    private float* _delta, _x, _result, _weight;
    private float _negativeSlope;
    private DenseProduct _product;
    private int _rows;

    public void Run(WorkerTeam team, SimdActivations delta, SimdActivations x, Activation activation, SimdActivations dx)
    {
        _delta = delta.Values();
        _x = activation.IsIdentity ? null : x.Values();
        _negativeSlope = activation.NegativeSlope;
        _result = dx.MutableValues();
        _weight = parameters.Transposed();
        _rows = delta.Rows;
        _product = new DenseProduct(kernels, _rows, parameters.InputBlocks);
        _shares = team.Shares;
        _shares.Deal(_product.Items, team.Size, DenseProduct.TilesAtOnce, _product.Column);
        team.Run(this, (long)_rows * parameters.Inputs * parameters.Outputs);
        GC.KeepAlive(delta);
        GC.KeepAlive(x);
        GC.KeepAlive(dx);
    }

    public override void Run(int worker)
    {
        while (_shares.Take(worker, out int start, out int end)) Compute(_product.At(start, end));
    }

    private void Compute(DenseProduct.Part part)
    {
        _product.Multiply(part, _delta, parameters.Outputs, _weight, parameters.TransposedPanelStride, _result);
        if (_x == null) return;
        nint blockStride = (nint)_rows * Blocked.Width;
        for (int block = part.Panel; block < part.Panel + part.Panels; block++)
        {
            nint start = block * blockStride + part.Row * Blocked.Width;
            kernels.MultiplyByDerivative(_result + start, _x + start, part.Rows, _negativeSlope);
        }
    }
}
