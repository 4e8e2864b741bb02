using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.Simd;

/// <summary>Images into a network's input: lists of the ones where few pixels are 1 and all others 0, else numbers.</summary>
internal sealed unsafe class ReadPixelsWork : TeamWork
{
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

    public override void Run(int worker, int workers)
    {
        int width = Blocked.RoundUp(_pixels.Width, Blocked.Width);
        int end = Blocked.Start(_pixels.Count, worker + 1, workers);
        for (int row = Blocked.Start(_pixels.Count, worker, workers); row < end; row++)
        {
            if (_values == null)
            {
                _destination.Active.SetRow(row, _pixels.Bytes(row));
                continue;
            }
            // The padding of the scratch row is 0 and stays so.
            Span<float> scratch = _scratch.Span.Slice(worker * width, width);
            scratch[_pixels.Width..].Clear();
            _pixels.CopyIntensities(row, scratch);
            BlockedRows.Scatter(scratch, _values + row * Blocked.Width, _destination.BlockStride);
        }
    }
}
