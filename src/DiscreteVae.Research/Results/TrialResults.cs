using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Results;

/// <summary>One trial as its folder tells, finished or not.</summary>
/// <param name="Record">What was planned.</param>
/// <param name="Folder">Its folder; it may not exist yet.</param>
internal sealed record TrialResults(TrialRecord Record, string Folder)
{
    /// <summary>The name of the status of a trial that has all its epochs.</summary>
    public const string CompletedStatus = "completed";

    // A status of a later version is told by its name, not refused.
    private static readonly string[] Unfinished = ["pending", "running"];

    /// <summary>The status by its name in <c>state.json</c>.</summary>
    public string Status { get; init; } = "pending";

    /// <summary>Why it ended early; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>What its metrics warn of, such as a collapsed posterior.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Epochs done.</summary>
    public int Epochs { get; init; }

    /// <summary>Seconds of wall-clock time.</summary>
    public double Seconds { get; init; }

    /// <summary>The last epoch's metrics by column name, such as <c>test_elbo</c>.</summary>
    public IReadOnlyDictionary<string, double> Final { get; init; } = new Dictionary<string, double>();

    /// <summary>All that was measured, in order.</summary>
    public IReadOnlyList<MetricRow> Metrics { get; init; } = [];

    /// <summary>The trial's resolved manifest; null before it begins.</summary>
    public JsonNode? Manifest { get; init; }

    /// <summary>Where it ran; null before it begins.</summary>
    public JsonNode? Environment { get; init; }

    /// <summary>Whether all its epochs are done.</summary>
    public bool IsCompleted => Status == CompletedStatus;

    /// <summary>Whether it ended without completing: failed, diverged, pruned, or whatever a later version calls it.</summary>
    public bool EndedEarly => !IsCompleted && !Unfinished.Contains(Status);

    /// <summary>A final metric; null where it was not measured.</summary>
    public double? FinalOf(string metric) => Final.TryGetValue(metric, out double value) ? value : null;

    /// <summary>Its value of a swept key; empty where a case does not name it.</summary>
    public string Swept(string key) => Record.Swept.FirstOrDefault(pair => pair.Key == key).Value ?? "";
}
