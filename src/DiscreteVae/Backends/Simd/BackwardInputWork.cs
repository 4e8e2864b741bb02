using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Layers;

namespace DiscreteVae.Backends.Simd;

/// <summary>dx = (δ W) ∘ f'(x); with the transposed copy of the weights it is the same product as the forward pass.</summary>
internal sealed unsafe class BackwardInputWork(KernelSet kernels, LayerParameters parameters) : TeamWork
{
    private Shares _shares = null!;
    private float* _delta, _x, _result, _weight;
    private float _negativeSlope;
    private int _rows, _tiles;

    public void Run(WorkerTeam team, SimdActivations delta, SimdActivations x, Activation activation, SimdActivations dx)
    {
        _delta = delta.Values();
        _x = activation.IsIdentity ? null : x.Values();
        _negativeSlope = activation.NegativeSlope;
        _result = dx.MutableValues();
        _weight = parameters.Transposed();
        _rows = delta.Rows;
        _tiles = (_rows + kernels.TileRows - 1) / kernels.TileRows;
        _shares = team.Shares;
        _shares.Deal(parameters.InputBlocks * _tiles, team.Size, grain: 1);
        team.Run(this, (long)_rows * parameters.Inputs * parameters.Outputs);
        GC.KeepAlive(delta);
        GC.KeepAlive(x);
        GC.KeepAlive(dx);
    }

    public override void Run(int worker, int workers)
    {
        nint blockStride = (nint)_rows * Blocked.Width;
        while (_shares.Take(worker, out int item, out _))
        {
            (int block, int tile) = Math.DivRem(item, _tiles);
            int row = Blocked.Start(_rows, tile, _tiles), rows = Blocked.Start(_rows, tile + 1, _tiles) - row;
            nint start = block * blockStride + row * Blocked.Width;
            float* panel = _weight + block * parameters.TransposedPanelStride;
            kernels.Product(_delta + row * Blocked.Width, blockStride, parameters.Outputs, panel, _result + start, rows);
            if (_x != null) kernels.MultiplyByDerivative(_result + start, _x + start, rows, _negativeSlope);
        }
    }
}
