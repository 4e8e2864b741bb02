using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// y = f(x Wᵀ + b). The tiles (block of outputs, rows) are dealt out in that order, so that a worker owns output columns.
/// </summary>
internal sealed unsafe class ForwardWork(KernelSet kernels, LayerParameters parameters, float negativeSlope) : TeamWork
{
    // About fifty rows of results stay in the cache while the groups of features pass.
    private const int TilesAtOnce = 5;

    private Shares _shares = null!;
    private SimdActivations _x = null!;
    private float* _values, _result;
    private DenseProduct _product;
    private int _rows, _tiles;

    public void Run(WorkerTeam team, SimdActivations x, SimdActivations y)
    {
        _x = x;
        _values = x.IsSparse ? null : x.Values();
        _result = y.MutableValues();
        _rows = x.Rows;
        _tiles = (_rows + kernels.TileRows - 1) / kernels.TileRows;
        _product = new DenseProduct(kernels, _rows, parameters.OutputBlocks);
        _shares = team.Shares;
        if (x.IsSparse) _shares.Deal((parameters.OutputBlocks + 1) / 2 * _tiles, team.Size, TilesAtOnce);
        else _shares.Deal(_product.Items, team.Size, DenseProduct.TilesAtOnce, _product.Column);
        team.Run(this, (x.IsSparse ? x.Active.Total : (long)_rows * parameters.Inputs) * parameters.Outputs);
        GC.KeepAlive(y);
    }

    public override void Run(int worker)
    {
        while (_shares.Take(worker, out int start, out int end))
        {
            if (_values == null) RunSparse(start, end);
            else RunDense(_product.At(start, end));
        }
    }

    private void RunDense(DenseProduct.Part part)
    {
        _product.Multiply(part, _values, parameters.Inputs, parameters.Weight, parameters.PanelStride, _result);
        for (int block = part.Panel; block < part.Panel + part.Panels; block++)
        {
            float* y = _result + ((nint)block * _rows + part.Row) * Blocked.Width;
            kernels.AddBiasAndActivate(y, part.Rows, parameters.Bias + block * Blocked.Width, negativeSlope);
        }
    }

    private void RunSparse(int item, int end)
    {
        while (item < end)
        {
            (int pair, int tile) = Math.DivRem(item, _tiles);
            int next = Math.Min(tile + end - item, _tiles);
            SumActive(2 * pair, Blocked.Start(_rows, tile, _tiles), Blocked.Start(_rows, next, _tiles));
            item += next - tile;
        }
    }

    // Groups of features outside, data inside: the weights of a group stay in the first-level cache for all data.
    private void SumActive(int block, int row, int end)
    {
        nint blockStride = (nint)_rows * Blocked.Width;
        bool isPair = block + 1 < parameters.OutputBlocks;
        float* panel = parameters.Weight + block * parameters.PanelStride, y = _result + block * blockStride;
        for (int group = 0; group < _x.Active.Groups; group++)
        {
            for (int r = row; r < end; r++)
            {
                float* sum = y + r * Blocked.Width;
                ReadOnlySpan<ushort> active = _x.Active.OfRow(r, group);
                if (isPair) kernels.SumRowPairs(panel, panel + parameters.PanelStride, active, sum, sum + blockStride, group > 0);
                else kernels.SumRows(panel, active, sum, group > 0);
            }
        }
        for (int b = 0; b < (isPair ? 2 : 1); b++)
        {
            float* tile = y + b * blockStride + row * Blocked.Width;
            kernels.AddBiasAndActivate(tile, end - row, parameters.Bias + (block + b) * Blocked.Width, negativeSlope);
        }
    }
}
