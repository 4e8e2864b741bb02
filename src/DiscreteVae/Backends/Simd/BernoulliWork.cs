using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.Simd;

/// <summary>The Bernoulli loss of a minibatch and its gradient, in one pass over the logits, split over the data.</summary>
internal sealed unsafe class BernoulliWork(KernelSet kernels) : TeamWork
{
    // About 25 instructions a vector, where a multiply-add is one.
    private const long CostOfAPixel = 25;

    private const int RowsAtOnce = 2;

    private Shares _shares = null!;
    private PixelBatch _targets = null!;
    private AlignedBuffer<float> _scratch = new(0), _losses = new(0);
    private float* _logits;
    private int _rows, _width;
    private bool _gradient;

    public void Run(WorkerTeam team, SimdActivations logits, PixelBatch targets, Span<float> losses, bool gradient)
    {
        if (targets.Width != logits.Features)
        {
            throw new ArgumentException(
                $"Images of {targets.Width} pixels are no targets for {logits.Features} logits.", nameof(targets));
        }
        (_targets, _rows, _width, _gradient) = (targets, logits.Rows, Blocked.RoundUp(targets.Width, Blocked.Width), gradient);
        if (_scratch.Length < team.Size * _width) _scratch = new AlignedBuffer<float>(team.Size * _width);
        if (_losses.Length < _rows) _losses = new AlignedBuffer<float>(_rows);
        _logits = logits.MutableValues(keep: true);
        _shares = team.Shares;
        _shares.Deal(_rows, team.Size, RowsAtOnce);
        team.Run(this, CostOfAPixel * _rows * _width);
        _losses.Span[.._rows].CopyTo(losses);
        GC.KeepAlive(logits);
    }

    public override void Run(int worker)
    {
        Span<float> targets = _scratch.Span.Slice(worker * _width, _width);
        targets[_targets.Width..].Clear();
        nint blockStride = (nint)_rows * Blocked.Width;
        fixed (float* target = targets)
        {
            while (_shares.Take(worker, out int start, out int end))
            {
                for (int row = start; row < end; row++)
                {
                    _targets.CopyIntensities(row % _targets.Count, targets);
                    float* logits = _logits + (nint)row * Blocked.Width;
                    _losses.Pointer[row] = kernels.BernoulliRow(logits, blockStride, target, _targets.Width, _gradient);
                }
            }
        }
    }
}
