namespace DiscreteVae.Research.Comparison;

/// <summary>What is compared.</summary>
/// <param name="By">The swept key whose values are compared.</param>
/// <param name="Metric">A column of <c>trials.csv</c>, such as <c>test_elbo</c>.</param>
public sealed record ComparisonRequest(string By, string Metric)
{
    /// <summary>The difference that is to be resolved where none is asked for.</summary>
    public const double HalfANat = 0.5;

    /// <summary>The epoch at which the metric is taken; null is each trial's last.</summary>
    public int? Epoch { get; init; }

    /// <summary>The values of <see cref="By"/> to compare; none is all.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The difference that is to be resolved, in the metric's unit: how many seeds would that need?</summary>
    public double Resolve { get; init; } = HalfANat;

    /// <summary>The probability with which those seeds would find it.</summary>
    public double Power { get; init; } = 0.8;
}
