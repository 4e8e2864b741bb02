using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Results;

/// <summary>One trial as its folder tells, finished or not.</summary>
/// <param name="Record">What was planned.</param>
/// <param name="Folder">Its folder; it may not exist yet.</param>
/// <param name="State">How far it has come.</param>
internal sealed record TrialResults(TrialRecord Record, string Folder, TrialState State)
{
    /// <summary>The status by its name in <c>state.json</c>.</summary>
    public string Status => State.Status.ToString().ToLowerInvariant();

    /// <summary>Why it ended early; else null.</summary>
    public string? Reason => State.Reason;

    /// <summary>What its metrics warn of, such as a collapsed posterior.</summary>
    public IReadOnlyList<string> Warnings => State.Warnings;

    /// <summary>Epochs done.</summary>
    public int Epochs => State.Epochs;

    /// <summary>Seconds of wall-clock time.</summary>
    public double Seconds => State.Seconds;

    /// <summary>The last epoch's metrics by column name, such as <c>test_elbo</c>.</summary>
    public IReadOnlyDictionary<string, double> Final => State.Final;

    /// <summary>All that was measured, in order.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>The trial's resolved manifest; null before it begins.</summary>
    public JsonNode? Manifest { get; init; }

    /// <summary>Where it ran; null before it begins.</summary>
    public JsonNode? Environment { get; init; }

    /// <summary>Whether all its epochs are done.</summary>
    public bool IsCompleted => State.Status == TrialStatus.Completed;

    /// <summary>Whether it ended without completing: failed, diverged or pruned.</summary>
    public bool EndedEarly => State.HasFailed || State.Status == TrialStatus.Pruned;

    /// <summary>A final metric; null where it was not measured.</summary>
    public double? FinalOf(string metric) => Final.TryGetValue(metric, out double value) ? value : null;

    /// <summary>Its value of a swept key; empty where a case does not name it.</summary>
    public string Swept(string key) => Record.Swept.FirstOrDefault(pair => pair.Key == key).Value ?? "";
}
