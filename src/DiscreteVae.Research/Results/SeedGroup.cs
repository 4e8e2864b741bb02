namespace DiscreteVae.Research.Results;

/// <summary>The trials of one setting: those that differ in nothing but the seed.</summary>
/// <param name="Label">The setting in words, unique among the groups of an experiment.</param>
/// <param name="Trials">The trials, in the plan's order.</param>
internal sealed record SeedGroup(string Label, IReadOnlyList<TrialResults> Trials)
{
    private const string EstimatorKey = "estimator:name";

    /// <summary>The trials that have all their epochs.</summary>
    public IReadOnlyList<TrialResults> Completed => [.. Trials.Where(trial => trial.IsCompleted)];

    /// <summary>The groups of an experiment, in order of first appearance.</summary>
    public static IReadOnlyList<SeedGroup> Of(ExperimentResults results)
    {
        string[] keys = [.. results.SweptKeys.Where(key => key != TrialRecord.SeedKey)];
        // A key that never changes tells no setting from another.
        string[] told = [.. keys.Where(key => results.Trials.Select(trial => trial.Swept(key)).Distinct(StringComparer.Ordinal).Count() > 1)];
        string alone = (string?)results.Manifest["estimator"]?["name"] ?? results.Name;
        return [.. results.Trials.GroupBy(trial => string.Join('\0', keys.Select(trial.Swept)), StringComparer.Ordinal)
            .Select(group => new SeedGroup(told.Length == 0 ? alone : Describe(group.First(), told), [.. group]))];
    }

    /// <summary>The mean of a final metric over the completed trials, with its interval; what is not finite is no value.</summary>
    public SeedStatistics Final(string metric) =>
        SeedStatistics.Of([.. Completed.Select(trial => trial.FinalOf(metric)).OfType<double>().Where(double.IsFinite)]);

    /// <summary>
    /// The difference in a final metric to another setting, over the seeds that both completed: x_s − y_s for each seed s, so that what a
    /// seed does to both cancels.
    /// </summary>
    public PairedDifference Minus(SeedGroup other, string metric)
    {
        Dictionary<long, double> theirs = other.Values(metric);
        double[] differences = [.. Values(metric).Where(pair => theirs.ContainsKey(pair.Key)).Select(pair => pair.Value - theirs[pair.Key])];
        return new PairedDifference(SeedStatistics.Of(differences), differences.Count(difference => difference > 0));
    }

    private Dictionary<long, double> Values(string metric) => Completed
        .Where(trial => trial.FinalOf(metric) is double value && double.IsFinite(value))
        .GroupBy(trial => trial.Record.Seed)
        .ToDictionary(group => group.Key, group => group.First().FinalOf(metric)!.Value);

    private static string Describe(TrialResults trial, string[] keys) => string.Join(", ", keys
        .Where(key => trial.Swept(key).Length > 0)
        .Select(key => key == EstimatorKey ? trial.Swept(key) : $"{ShortName(key)} {trial.Swept(key)}").DefaultIfEmpty("default"));

    private static string ShortName(string key) => key[(key.LastIndexOf(':') + 1)..];
}

/// <summary>A difference between two settings over the seeds that both have.</summary>
/// <param name="Statistics">Of the differences, one a seed.</param>
/// <param name="Positive">In how many seeds it is above 0.</param>
internal sealed record PairedDifference(SeedStatistics Statistics, int Positive);
