using System.Globalization;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>Progress as plain lines, one an epoch; on a terminal the line of a single running trial is written over itself.</summary>
internal sealed class ProgressLines(TextWriter error, bool interactive) : ISweepProgress
{
    private readonly Lock _lock = new();
    private bool _overwrites;
    private int _written;
    private int _trials;

    public void Started(ExperimentPlan plan, IReadOnlyList<TrialState> states, CoreShare share)
    {
        _trials = plan.Trials.Count;
        _overwrites = interactive && share.Trials == 1;
        string Stands(int count, string how) => count > 0 ? $", {Invariant(count)} {how}" : "";
        string stands = Stands(states.Count(state => state.IsDone), "completed already")
            + Stands(states.Count(state => state.HasFailed), "failed before")
            + Stands(states.Count(state => state.Status == TrialStatus.Running), "to go on");
        Line($"{plan.Name}: {Count(_trials, "trial")}{stands}; {share.Trials} at once, {Count(share.Threads, "thread")} each");
    }

    public void Begun(Trial trial, IBackend backend, int? resumedFrom)
    {
        string from = resumedFrom is null ? "" : $" goes on from epoch {resumedFrom}";
        string swept = string.Join(' ', trial.Swept.Select(swept => $"{swept.Key}={swept.Value}"));
        Line($"{Label(trial)}{from} {swept} [{backend.Name}: {backend.Description}]");
    }

    public void Noted(Trial trial, string note) => Line($"{Label(trial)} note: {note}");

    public void Epoch(Trial trial, EpochReport report)
    {
        string line = string.Create(CultureInfo.InvariantCulture, $"{Label(trial)} epoch {report.Epoch}/{trial.Manifest.Training.Epochs}");
        if (report.Train is EpochSummary train)
        {
            line += string.Create(CultureInfo.InvariantCulture,
                $"  train {report.TrainElboName} {train.Elbo.PerDatum:f2}  kl {train.Elbo.KlPerDatum:f2}");
        }
        if (report.Validation is Elbo validation) line += string.Create(CultureInfo.InvariantCulture, $"  validation elbo {validation.PerDatum:f2}");
        if (report.Test is Elbo test) line += string.Create(CultureInfo.InvariantCulture, $"  test elbo {test.PerDatum:f2}");
        line += string.Create(CultureInfo.InvariantCulture, $"  {report.Elapsed.TotalSeconds:f2} s");
        lock (_lock)
        {
            if (_overwrites) Overwrite(line);
            else error.WriteLine(line);
        }
    }

    public void Ended(Trial trial, TrialState state) => Line(state.Status == TrialStatus.Completed
        ? string.Create(CultureInfo.InvariantCulture, $"{Label(trial)} completed in {state.Seconds:f1} s")
        : $"{Label(trial)} {state.Status.ToString().ToLowerInvariant()}: {state.Reason}");

    public void Interrupted(Trial trial) => Line($"{Label(trial)} interrupted; its checkpoint is written");

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Count(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";

    private string Label(Trial trial) => $"[{trial.Index + 1}/{_trials} {trial.Id}]";

    private void Line(string line)
    {
        lock (_lock)
        {
            if (_written > 0) error.WriteLine();
            _written = 0;
            error.WriteLine(line);
        }
    }

    private void Overwrite(string line)
    {
        error.Write('\r' + line.PadRight(_written));
        _written = line.Length;
    }
}
