using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>softmax(a / τ) over the categories of each latent, in buffers that are kept.</summary>
public sealed class TemperedSoftmax(LatentShape shape)
{
    private readonly Matrix _logProbabilities = new(0, shape.Width);
    private readonly Matrix _probabilities = new(0, shape.Width);

    /// <summary>The result is overwritten by the next call.</summary>
    public Matrix Forward(Matrix logits, Real temperature)
    {
        _probabilities.WithRows(logits.Rows);
        // Divided by the temperature after the maximum is gone, so that no logit overflows at a small temperature.
        LogSoftmax.Forward(logits, shape.Categories, 1 / temperature, _logProbabilities.WithRows(logits.Rows), _probabilities);
        return _probabilities;
    }
}
