namespace DiscreteVae.Metrics;

/// <summary>Makes a metric for a context.</summary>
/// <exception cref="MetricNotApplicableException">It cannot serve the context.</exception>
public delegate IMetric MetricFactory(MetricContext context);

/// <summary>
/// Something measured of a model on a split of images, minibatch by minibatch. It trains nothing, and what it reports depends on the
/// model, the images and the noise only.
/// </summary>
public interface IMetric
{
    /// <summary>Forgets all minibatches.</summary>
    void Begin();

    /// <summary>Takes a minibatch in.</summary>
    void Add(EvaluatedBatch batch);

    /// <summary>Reports what all minibatches since <see cref="Begin"/> came to; there was one at least.</summary>
    void End(MetricReport report);
}
