using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>softmax(a / τ) over the categories of each latent, in buffers that are kept.</summary>
public sealed class TemperedSoftmax(LatentShape shape)
{
    private readonly Matrix _logProbabilities = new(0, shape.Width);
    private readonly Matrix _probabilities = new(0, shape.Width);

    /// <summary>The result is overwritten by the next call.</summary>
    /// <param name="posterior">Whose threads share the work.</param>
    /// <param name="logits">a, R × N·K.</param>
    /// <param name="temperature">τ.</param>
    public Matrix Forward(Posterior posterior, Matrix logits, Real temperature)
    {
        int rows = logits.Rows;
        // Divided by the temperature after the maximum is gone, so that no logit overflows at a small temperature.
        posterior.Share(rows,
            (logits, shape.Categories, scale: 1 / temperature, log: _logProbabilities.WithRows(rows), p: _probabilities.WithRows(rows)),
            static (a, start, end) =>
                LogSoftmax.Forward(a.logits.Span[start..end], a.Categories, a.scale, a.log.Span[start..end], a.p.Span[start..end]));
        return _probabilities;
    }
}
