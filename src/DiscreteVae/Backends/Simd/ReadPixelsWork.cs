using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.Simd;

/// <summary>Images into a network's input: lists of the ones where few pixels are 1 and all others 0, else numbers.</summary>
internal sealed unsafe class ReadPixelsWork : TeamWork
{
    // About two microseconds of work.
    private const int RowsAtOnce = 8;

    private Shares _shares = null!;
    private PixelBatch _pixels = null!;
    private SimdActivations _destination = null!;
    private AlignedBuffer<float> _scratch = new(0);
    private float* _values;

    public void Run(WorkerTeam team, PixelBatch pixels, SimdActivations destination)
    {
        if (pixels.Width != destination.Features)
        {
            throw new ArgumentException(
                $"Images of {pixels.Width} pixels do not fit an input of {destination.Features}.", nameof(pixels));
        }
        (_pixels, _destination) = (pixels, destination);
        destination.Resize(pixels.Count);
        _shares = team.Shares;
        _shares.Deal(pixels.Count, team.Size, RowsAtOnce);
        int width = Blocked.RoundUp(pixels.Width, Blocked.Width);
        if (pixels.Kind == PixelKind.Binary && ActiveInputs.Fits(pixels.Count, pixels.Width))
        {
            destination.Active.Resize(pixels.Count);
            _values = null;
            team.Run(this, (long)pixels.Count * width);
            destination.TrySetSparse();
            return;
        }
        if (_scratch.Length < team.Size * width) _scratch = new AlignedBuffer<float>(team.Size * width);
        _values = destination.MutableValues();
        team.Run(this, (long)pixels.Count * width);
    }

    public override void Run(int worker)
    {
        while (_shares.Take(worker, out int start, out int end))
        {
            for (int row = start; row < end; row++)
            {
                if (_values == null) _destination.Active.SetRow(row, _pixels.Bytes(row));
                else Scatter(row, worker);
            }
        }
    }

    private void Scatter(int row, int worker)
    {
        int width = Blocked.RoundUp(_pixels.Width, Blocked.Width);
        // What pads the row is 0.
        Span<float> scratch = _scratch.Span.Slice(worker * width, width);
        scratch[_pixels.Width..].Clear();
        _pixels.CopyIntensities(row, scratch);
        BlockedRows.Scatter(scratch, _values + row * Blocked.Width, _destination.BlockStride);
    }
}
