using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// s δᵀ x and s Σ δ, tile by tile of 8 inputs × 32 outputs, each given to the optimiser while it is in the first-level cache.
/// A worker has the same output columns as in the forward pass.
/// </summary>
internal sealed unsafe class BackwardParametersWork(KernelSet kernels, LayerParameters parameters) : TeamWork
{
    // Memory traffic of a weight and two states, in multiply-adds.
    private const long CostOfAnUpdate = 20;

    // A few microseconds of work.
    private const int TilesAtOnce = 14;

    private readonly int _groups = (parameters.Inputs + Blocked.GradientInputs - 1) / Blocked.GradientInputs;
    private Shares _shares = null!;
    private SimdActivations _x = null!;
    private IOptimizer _optimizer = null!;
    private float* _values, _delta, _transposed, _first, _second, _biasFirst, _biasSecond;
    private float _scale;
    private int _rows, _states;

    public void Run(WorkerTeam team, SimdActivations x, SimdActivations delta, float scale, IOptimizer optimizer)
    {
        (_x, _optimizer, _scale, _rows, _states) = (x, optimizer, scale, x.Rows, optimizer.StateCount);
        _values = x.IsSparse ? null : x.Values();
        _delta = delta.Values();
        _transposed = parameters.HasTransposed ? parameters.Transposed() : null;
        _first = parameters.WeightState(0, _states);
        _second = parameters.WeightState(1, _states);
        _biasFirst = parameters.BiasState(0, _states);
        _biasSecond = parameters.BiasState(1, _states);
        _shares = team.Shares;
        int columns = x.IsSparse ? (parameters.OutputBlocks + 1) / 2 : parameters.OutputBlocks;
        _shares.Deal(columns * _groups, team.Size, TilesAtOnce);
        long sums = x.IsSparse ? x.Active.Total : (long)_rows * parameters.Inputs;
        team.Run(this, (sums + CostOfAnUpdate * parameters.Inputs) * parameters.Outputs);
        GC.KeepAlive(delta);
    }

    public override void Run(int worker)
    {
        float* tiles = stackalloc float[2 * Blocked.GradientTile + 16];
        tiles = (float*)(((nint)tiles + 63) & -64);
        while (_shares.Take(worker, out int start, out int end))
        {
            for (int item = start; item < end; item++)
            {
                (int column, int group) = Math.DivRem(item, _groups);
                if (_values == null) Sparse(2 * column, group, tiles);
                else Dense(column, group, tiles);
            }
        }
    }

    private void Dense(int block, int group, float* tile)
    {
        nint blockStride = (nint)_rows * Blocked.Width;
        int input = group * Blocked.GradientInputs;
        float* x = _values + input / Blocked.Width * blockStride + input % Blocked.Width;
        kernels.WeightGradient(x, _delta + block * blockStride, _rows, tile);
        Update(block, group, tile);
    }

    private void Sparse(int block, int group, float* tiles)
    {
        nint blockStride = (nint)_rows * Blocked.Width;
        bool isPair = block + 1 < parameters.OutputBlocks;
        float* delta = _delta + block * blockStride, second = tiles + Blocked.GradientTile;
        for (int i = 0; i < Blocked.GradientInputs; i++)
        {
            int input = group * Blocked.GradientInputs + i, row = i * Blocked.Width;
            ReadOnlySpan<ushort> active = input < parameters.Inputs ? _x.Active.OfFeature(input) : [];
            if (isPair) kernels.SumRowPairs(delta, delta + blockStride, active, tiles + row, second + row, add: false);
            else kernels.SumRows(delta, active, tiles + row, add: false);
        }
        Update(block, group, tiles);
        if (isPair) Update(block + 1, group, second);
    }

    private void Update(int block, int group, float* gradient)
    {
        kernels.Scale(gradient, Blocked.GradientInputs, _scale);
        nint offset = block * parameters.PanelStride + group * Blocked.GradientTile;
        float* weight = parameters.Weight + offset;
        Update(weight, gradient, _first + offset, _second + offset, Blocked.GradientTile);
        int input = group * Blocked.GradientInputs;
        if (_transposed != null)
        {
            nint panel = input / Blocked.Width * parameters.TransposedPanelStride + input % Blocked.Width;
            Transposition.Write(weight, _transposed + panel + block * Blocked.Width * Blocked.Width);
        }
        if (group == 0) UpdateBias(block, gradient);
    }

    private void UpdateBias(int block, float* gradient)
    {
        kernels.SumAll(_delta + (nint)block * _rows * Blocked.Width, _rows, gradient);
        kernels.Scale(gradient, 1, _scale);
        int offset = block * Blocked.Width;
        Update(parameters.Bias + offset, gradient, _biasFirst + offset, _biasSecond + offset, Blocked.Width);
    }

    private void Update(float* values, float* gradient, float* first, float* second, int length) =>
        _optimizer.Update(new Span<float>(values, length), new ReadOnlySpan<float>(gradient, length),
            _states > 0 ? new Span<float>(first, length) : [], _states > 1 ? new Span<float>(second, length) : []);
}
