namespace DiscreteVae.Metrics;

/// <summary>The metrics of an evaluation.</summary>
public sealed class MetricSet
{
    private readonly IReadOnlyList<IMetric> _metrics;

    private MetricSet(IReadOnlyList<IMetric> metrics) => _metrics = metrics;

    /// <summary>No metrics: the ELBO only.</summary>
    public static MetricSet Empty { get; } = new([]);

    /// <summary>Makes metrics by name, in the registry's order, each once.</summary>
    /// <param name="names">
    /// Registered names, or <see cref="MetricRegistry.CheapName"/>; importance samples add the bound that they are of.
    /// </param>
    /// <param name="context">What they are made for.</param>
    /// <exception cref="MetricNotApplicableException">One that was named itself cannot serve the context.</exception>
    public static MetricSet Create(IReadOnlyCollection<string> names, MetricContext context)
    {
        bool cheap = names.Contains(MetricRegistry.CheapName), bound = context.ImportanceSamples > 0;
        var metrics = new List<IMetric>();
        foreach (Variant<MetricFactory> metric in MetricRegistry.All)
        {
            bool named = names.Contains(metric.Name) || (bound && metric.Name == MetricRegistry.BoundName);
            if (!named && !(cheap && MetricRegistry.Cheap.Contains(metric.Name))) continue;
            try
            {
                metrics.Add(metric.Create()(context));
            }
            catch (MetricNotApplicableException) when (!named)
            {
                // What a group stands for is what fits.
            }
        }
        return new MetricSet(metrics);
    }

    /// <summary>Begins a split.</summary>
    public void Begin()
    {
        foreach (IMetric metric in _metrics) metric.Begin();
    }

    /// <summary>Takes a minibatch in.</summary>
    public void Add(EvaluatedBatch batch)
    {
        foreach (IMetric metric in _metrics) metric.Add(batch);
    }

    /// <summary>What the split came to.</summary>
    public MetricReport End()
    {
        var report = new MetricReport();
        foreach (IMetric metric in _metrics) metric.End(report);
        return report;
    }
}
