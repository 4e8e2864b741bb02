namespace DiscreteVae.Research.Results;

/// <summary>A planned trial and what has come of it.</summary>
internal sealed record CollectedTrial(TrialRecord Record, TrialState State)
{
    /// <summary>The union of the trials' swept keys, in order of first appearance.</summary>
    public static string[] SweptKeys(IEnumerable<CollectedTrial> trials) =>
        [.. trials.SelectMany(trial => trial.Record.Swept).Select(pair => pair.Key).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// The union of the trials' final metrics, sorted by their letters' codes so that the order never depends on the plan.
    /// </summary>
    public static string[] Metrics(IEnumerable<CollectedTrial> trials) =>
        [.. trials.SelectMany(trial => trial.State.Final.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The trial's value of a swept key; empty where a case does not name it.</summary>
    public string Swept(string key) => Record.Swept.FirstOrDefault(pair => pair.Key == key).Value ?? "";

    /// <summary>A final metric; null where the trial has none.</summary>
    public double? Final(string metric) => State.Final.TryGetValue(metric, out double value) ? value : null;
}
