using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Comparison;

/// <summary>What a check found.</summary>
public enum CheckResult
{
    /// <summary>Ours lies in the band.</summary>
    Inside,

    /// <summary>Ours lies outside.</summary>
    Outside,

    /// <summary>No completed trial has the setting and the epoch.</summary>
    NotRun,
}

/// <summary>
/// A published mean against ours: inside where |ours − published| ≤ 3 √(sd² / n + sd² / m), with the published deviation sd over seeds,
/// our n and the published m. If both come from one distribution, about one check in 370 falls outside.
/// </summary>
/// <param name="Mark">The published one.</param>
/// <param name="Ours">Our seeds.</param>
public sealed record ReferenceCheck(ReferenceMark Mark, SeedStatistics Ours)
{
    /// <summary>How many standard errors of the difference the band reaches.</summary>
    public const double Reach = 3;

    /// <summary>Half the width of the band; null where we have nothing.</summary>
    public double? Band => Ours.Count == 0 ? null : Reach * Math.Sqrt(Mark.Deviation * Mark.Deviation * (1.0 / Ours.Count + 1.0 / Mark.Seeds));

    /// <summary>Ours less the published one.</summary>
    public double? Difference => Ours.Mean - Mark.Mean;

    /// <summary>The verdict.</summary>
    public CheckResult Result => Difference is not double difference ? CheckResult.NotRun
        : Math.Abs(difference) <= Band!.Value ? CheckResult.Inside : CheckResult.Outside;

    /// <summary>Checks a results folder against each mark.</summary>
    /// <exception cref="UserErrorException">A mark names a key that no trial has, or a file is damaged.</exception>
    public static IReadOnlyList<ReferenceCheck> Of(ResultsFolder folder, IReadOnlyList<ReferenceMark> marks)
    {
        (string Id, JsonObject Manifest)[] trials =
        [
            .. folder.ReadTrials().Where(trial => trial.State.Status == TrialStatus.Completed)
                .Select(trial => (trial.Record.Id, folder.Trial(trial.Record.Id).ReadManifest().AsObject())),
        ];
        if (trials.Length > 0) RequireKeys(trials, marks);
        ILookup<(string Trial, int Epoch, string Metric), double> values = MetricsFile.Read(folder.MetricsPath)
            .ToLookup(row => (row.Trial, row.Epoch, $"{row.Split}_{row.Metric}"), row => row.Value);
        return [.. marks.Select(mark => new ReferenceCheck(mark, SeedStatistics.Of(
            [.. trials.Where(trial => mark.Matches(trial.Manifest)).SelectMany(trial => values[(trial.Id, mark.Epoch, mark.Metric)])])))];
    }

    private static void RequireKeys((string Id, JsonObject Manifest)[] trials, IReadOnlyList<ReferenceMark> marks)
    {
        string[] unknown =
        [
            .. marks.SelectMany(mark => mark.Setting.Select(item => item.Key)).Distinct()
                .Where(key => !trials.Any(trial => KeyPath.TryGet(trial.Manifest, key, out _))),
        ];
        if (unknown.Length > 0)
            throw new UserErrorException(ExitCode.Usage, $"--reference: no trial has the key{(unknown.Length > 1 ? "s" : "")} {string.Join(", ", unknown)}.");
    }
}
