using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Comparison;

/// <summary>A completed trial with the metric it is compared by.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Keys">The swept keys of all trials.</param>
/// <param name="Swept">Its value of a swept key.</param>
/// <param name="Value">Its metric.</param>
internal sealed record ComparedTrial(string Id, long Seed, IReadOnlyList<string> Keys, Func<string, string> Swept, double Value);

/// <summary>Reads the trials of a results folder, and says what stands in the way of comparing them.</summary>
internal static class ComparedTrials
{
    /// <summary>The trials with one of the values asked for.</summary>
    /// <exception cref="UserErrorException">An unknown key, value or metric, or trials that are not completed.</exception>
    public static ComparedTrial[] Read(ResultsFolder folder, ComparisonRequest request)
    {
        IReadOnlyList<CollectedTrial> all = folder.ReadTrials();
        string[] keys = CollectedTrial.SweptKeys(all);
        RequireKey(folder, request.By, keys);
        CollectedTrial[] trials = [.. all.Where(trial => request.Values.Count == 0 || request.Values.Contains(trial.Swept(request.By)))];
        RequireValues(request, [.. all.Select(trial => trial.Swept(request.By)).Distinct()]);
        RequireCompleted(request.By, trials);
        Func<CollectedTrial, double> value = request.Epoch is int epoch
            ? AtEpoch(folder, request.Metric, epoch)
            : trial => AtEnd(trials, trial, request.Metric);
        return [.. trials.Select(trial => new ComparedTrial(trial.Record.Id, trial.Record.Seed, keys, trial.Swept, Finite(trial, request.Metric, value(trial))))];
    }

    private static void RequireKey(ResultsFolder folder, string by, string[] keys)
    {
        if (keys.Contains(by)) return;
        if (keys.Length == 0)
            throw new UserErrorException(ExitCode.Usage, $"--by: nothing was swept in '{folder.FullPath}', so there is nothing to compare.");
        string hint = Spelling.MeantPath(by, keys) is string meant ? $"Did you mean '{meant}'?" : $"Swept are: {string.Join(", ", keys)}.";
        throw new UserErrorException(ExitCode.Usage, $"--by: '{by}' was not swept in '{folder.FullPath}'. {hint}");
    }

    private static void RequireValues(ComparisonRequest request, string[] known)
    {
        foreach (string value in request.Values.Where(value => !known.Contains(value)))
            throw new UserErrorException(ExitCode.Usage, $"--values: {request.By}: {Spelling.Unknown(value, known)}.");
        int count = request.Values.Count == 0 ? known.Length : request.Values.Distinct().Count();
        if (count < 2)
            throw new UserErrorException(ExitCode.Usage, $"A comparison needs two values of {request.By} or more, and there is only '{known[0]}'.");
    }

    private static void RequireCompleted(string by, CollectedTrial[] trials)
    {
        CollectedTrial[] open = [.. trials.Where(trial => trial.State.Status != TrialStatus.Completed)];
        if (open.Length == 0) return;
        string some = string.Join(", ", open.Take(5).Select(trial =>
            $"{trial.Record.Id} ({by}={trial.Swept(by)}, seed {trial.Record.Seed}: {trial.State.Status.ToString().ToLowerInvariant()})"));
        throw new UserErrorException(ExitCode.Usage,
            $"{open.Length} of {trials.Length} trials are not completed: {some}{(open.Length > 5 ? ", ..." : "")}. "
            + "Run the manifest again to go on with them, or leave their value out with --values: to leave out a failed trial alone would flatter its setting.");
    }

    private static double AtEnd(CollectedTrial[] trials, CollectedTrial trial, string metric)
    {
        if (trial.Final(metric) is double value) return value;
        throw UnknownMetric(metric, CollectedTrial.Metrics(trials), $"trial {trial.Record.Id}");
    }

    private static Func<CollectedTrial, double> AtEpoch(ResultsFolder folder, string metric, int epoch)
    {
        IReadOnlyList<MetricRow> rows = MetricsFile.Read(folder.MetricsPath);
        ILookup<string, MetricRow> here = rows.Where(row => row.Epoch == epoch).ToLookup(row => row.Trial);
        return trial =>
        {
            MetricRow? row = here[trial.Record.Id].FirstOrDefault(row => Name(row) == metric);
            if (row is not null) return row.Value;
            string[] known = [.. rows.Where(row => row.Trial == trial.Record.Id).Select(Name).Distinct()];
            if (!known.Contains(metric)) throw UnknownMetric(metric, known, $"trial {trial.Record.Id}");
            int[] epochs = [.. rows.Where(row => row.Trial == trial.Record.Id && Name(row) == metric).Select(row => row.Epoch)];
            throw new UserErrorException(ExitCode.Usage,
                $"--epoch: trial {trial.Record.Id} has no {metric} at epoch {epoch}. It has it at {string.Join(", ", epochs.Take(20))}{(epochs.Length > 20 ? ", ..." : "")}.");
        };
    }

    private static double Finite(CollectedTrial trial, string metric, double value) => double.IsFinite(value)
        ? value
        : throw new UserErrorException(ExitCode.Usage, $"The {metric} of trial {trial.Record.Id} is {Csv.Number(value)}: such a value has no mean.");

    private static UserErrorException UnknownMetric(string metric, string[] known, string where) =>
        new(ExitCode.Usage, $"--metric: {where}: {Spelling.Unknown(metric, known)}.");

    private static string Name(MetricRow row) => $"{row.Split}_{row.Metric}";
}
