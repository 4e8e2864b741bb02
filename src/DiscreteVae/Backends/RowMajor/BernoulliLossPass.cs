using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.RowMajor;

/// <summary><see cref="BernoulliLoss"/> of the rows of a minibatch, split over threads.</summary>
internal sealed class BernoulliLossPass
{
    private readonly WorkSplitter _work;
    private readonly Action<int, int> _pass;
    private Matrix? _logits;
    private PixelBatch? _targets;
    private bool _gradient;
    private Real[] _losses = [];
    private Real[] _intensities = [];

    public BernoulliLossPass(WorkSplitter work)
    {
        _work = work;
        _pass = Pass;
    }

    /// <summary>See <see cref="Layers.IBackend.BernoulliLoss"/>.</summary>
    public void Run(Matrix logits, PixelBatch targets, Span<Real> losses, bool gradient)
    {
        (_logits, _targets, _gradient) = (logits, targets, gradient);
        if (_losses.Length < logits.Rows) _losses = new Real[logits.Rows];
        if (_intensities.Length < targets.Count * targets.Width) _intensities = new Real[targets.Count * targets.Width];
        for (int b = 0; b < targets.Count; b++) targets.CopyIntensities(b, Intensities(b));
        _work.Run(logits.Rows, (long)logits.Rows * logits.Columns, _pass);
        _losses.AsSpan(0, logits.Rows).CopyTo(losses);
    }

    private void Pass(int start, int end)
    {
        for (int r = start; r < end; r++)
        {
            _losses[r] = BernoulliLoss.Row(_logits!.Row(r), Intensities(r % _targets!.Count), _gradient);
        }
    }

    private Span<Real> Intensities(int image) => _intensities.AsSpan(image * _targets!.Width, _targets.Width);
}
