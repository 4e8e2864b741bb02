namespace DiscreteVae.Metrics;

/// <summary>The metrics there are, beside the ELBO and its terms. A new one is a source file, a line here and a test file.</summary>
public static class MetricRegistry
{
    /// <summary>Among the names of metrics: all of <see cref="Cheap"/> that can serve the model.</summary>
    public const string CheapName = "cheap";

    /// <summary>The metric that a number of importance samples turns on by itself.</summary>
    public const string BoundName = "log-likelihood-bound";

    /// <summary>All of them, by their names in manifests.</summary>
    public static Registry<MetricFactory> All { get; } = new("metric",
        Variant<MetricFactory>.Of<NoOptions>("code-perplexity", _ => context => new CodePerplexity(context.Shape)),
        Variant<MetricFactory>.Of<NoOptions>("active-units", _ => context => new ActiveUnits(context.Shape)),
        Variant<MetricFactory>.Of<NoOptions>("aggregate-marginals", _ => context => new AggregateMarginals(context.Shape)),
        Variant<MetricFactory>.Of<NoOptions>("aggregate-posterior", _ => context => new AggregatePosterior(context)),
        Variant<MetricFactory>.Of<NoOptions>("aggregate-posterior-estimate", _ => context => new AggregatePosteriorEstimate(context.Shape)),
        Variant<MetricFactory>.Of<NoOptions>("log-likelihood", _ => context => new LogLikelihood(context)),
        Variant<MetricFactory>.Of<NoOptions>(BoundName, _ => context => new LogLikelihoodBound(context)));

    /// <summary>Those that decode nothing and take a part of the ELBO's own time.</summary>
    public static IReadOnlyList<string> Cheap { get; } = ["code-perplexity", "active-units", "aggregate-marginals", "aggregate-posterior"];
}
