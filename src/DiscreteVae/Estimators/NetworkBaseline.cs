using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The input-dependent baseline of neural variational inference: b(x) = c + s h(x), c and s the running mean and standard deviation of the
/// loss, h a network with one hidden layer that learns (f − c) / s by least squares. It learns after use, so that b(x) never depends on the
/// sample it is subtracted from. Mnih and Gregor, "Neural variational inference and learning in belief networks", 2014, arXiv 1402.0030.
/// </summary>
internal sealed class NetworkBaseline(EstimatorContext context, int hidden, double learningRate, double decay) : IStateful
{
    private readonly TanhNetwork _network = new(context.Pixels, hidden, context.Seed);
    private readonly Matrix _inputs = new(0, context.Pixels);
    private readonly Matrix _hidden = new(0, hidden);
    private Real[] _outputs = [];
    private RunningMoments _losses = new(decay);

    /// <summary>b(x) of every image in nats, before their losses are known.</summary>
    public void Predict(Posterior posterior, Span<Real> baselines)
    {
        int count = posterior.Count;
        _inputs.WithRows(count);
        _hidden.WithRows(count);
        if (_outputs.Length < count) _outputs = new Real[count];
        for (int b = 0; b < count; b++)
        {
            if (context.Pixels > 0) Images(posterior).CopyIntensities(b, _inputs.Row(b));
            _outputs[b] = _network.Forward(_inputs.Row(b), _hidden.Row(b));
            baselines[b] = (Real)(_losses.Mean + _losses.Deviation * _outputs[b]);
        }
    }

    /// <summary>Learns from the losses of the images given to <see cref="Predict"/> last.</summary>
    public void Observe(ReadOnlySpan<Real> losses)
    {
        _losses.Observe(losses);
        double deviation = Math.Max(_losses.Deviation, 1e-6);
        for (int b = 0; b < losses.Length; b++)
        {
            double error = _outputs[b] - (losses[b] - _losses.Mean) / deviation;
            _network.Accumulate(_inputs.Row(b), _hidden.Row(b), (Real)(2 * error / losses.Length));
        }
        _network.Step(learningRate);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        _network.VisitState(visitor);
        _losses.VisitState(visitor, "losses");
    }

    private static PixelBatch Images(Posterior posterior) =>
        posterior.Images ?? throw new InvalidOperationException("The posterior does not say which images it is of.");
}
