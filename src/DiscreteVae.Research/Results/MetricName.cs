namespace DiscreteVae.Research.Results;

/// <summary>What metrics are called in pictures and reports, and which one an experiment is about.</summary>
internal static class MetricName
{
    private static readonly string[] Settings = ["temperature", "kl_weight", "learning_rate"];

    // In words before the rest: the number that a report leads with.
    private static readonly string[] Leading = ["test_elbo", "validation_elbo", "train_elbo", "train_relaxed_elbo"];

    /// <summary>A scheduled setting that is recorded beside the measurements.</summary>
    public static bool IsSetting(string metric) => Array.Exists(Settings, name => metric == name || metric.EndsWith('_' + name, StringComparison.Ordinal));

    /// <summary>Whether its unit is nats per datum.</summary>
    public static bool IsInNats(string metric) =>
        metric.EndsWith("elbo", StringComparison.Ordinal) || metric.EndsWith("reconstruction", StringComparison.Ordinal)
        || metric.EndsWith("kl", StringComparison.Ordinal) || metric.EndsWith("log_likelihood", StringComparison.Ordinal);

    /// <summary>The metric in words: <c>test_elbo</c> is "test ELBO".</summary>
    public static string InWords(string metric) => string.Join(' ', metric.Split('_').Select(word => word switch
    {
        "elbo" => "ELBO",
        "kl" => "KL",
        _ => word,
    }));

    /// <summary>In words, with the unit in brackets.</summary>
    public static string WithUnit(string metric) => IsInNats(metric) ? $"{InWords(metric)} (nats per datum)" : InWords(metric);

    /// <summary>The column that a report is about: the test ELBO, or what comes nearest; null where nothing was measured.</summary>
    public static string? Primary(IEnumerable<TrialResults> trials)
    {
        HashSet<string> all = [.. trials.SelectMany(trial => trial.Final.Keys)];
        return Array.Find(Leading, all.Contains) ?? all.Where(name => !IsSetting(name)).Order(StringComparer.Ordinal).FirstOrDefault();
    }
}
