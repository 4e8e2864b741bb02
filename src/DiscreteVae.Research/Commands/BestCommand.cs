using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae best</c>: the settings of a sweep by a metric, seeds taken together, and how sure the order is.</summary>
internal static class BestCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder." };
        var metric = new Option<string>("--metric") { Description = "A final metric, a column of trials.csv.", DefaultValueFactory = _ => "test_elbo" };
        var top = new Option<int>("--top") { Description = "How many settings to show; 0 shows all.", DefaultValueFactory = _ => 10 };
        var lowest = new Option<bool>("--lowest") { Description = "The lowest is the best, as of a loss." };
        var command = new Command("best", "Rank the completed settings of a sweep by the mean of a metric over their seeds.")
        {
            folder, metric, top, lowest,
        };
        command.SetAction(parse =>
        {
            Write(context.Output, RecordedSweep.Open(parse.GetRequiredValue(folder)), parse.GetRequiredValue(metric),
                parse.GetValue(top), parse.GetValue(lowest));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Write(TextWriter output, RecordedSweep sweep, string metric, int top, bool lowest)
    {
        if (top < 0)
            throw new UserErrorException(ExitCode.Usage, "--top: must be at least 0.");
        IReadOnlyList<RankedGroup> groups = RankedGroup.Rank(sweep.Trials, metric, lowest);
        if (groups.Count == 0)
            throw Nothing(sweep, metric);
        RankedGroup[] shown = [.. groups.Take(top == 0 ? groups.Count : top)];
        var label = new SettingLabel([.. shown[0].Setting.Select(pair => pair.Key)]);
        TextTable.Write(output,
        [
            ["", "setting", "n", metric, "95 % interval", "behind the best", "95 % interval"],
            .. shown.Select((group, rank) => (string[])
            [
                (rank + 1).ToString(CultureInfo.InvariantCulture),
                label.Of(group.Setting),
                group.Statistics.Count.ToString(CultureInfo.InvariantCulture),
                Number(group.Statistics.Mean), Interval(group.Statistics),
                Number(group.Behind?.Mean), Interval(group.Behind),
            ]),
        ]);
        if (groups.Count > shown.Length)
            output.WriteLine(FormattableString.Invariant($"and {groups.Count - shown.Length} more: --top 0"));
        output.WriteLine();
        output.WriteLine("Intervals are Student's over the seeds, each for itself; 'behind the best' pairs the seeds. An interval that holds 0 does not tell");
        output.WriteLine("a setting from the best, and of many intervals some miss by chance.");
    }

    private static UserErrorException Nothing(RecordedSweep sweep, string metric)
    {
        string[] known = [.. sweep.Trials.Where(trial => trial.Status == TrialStatus.Completed).SelectMany(trial => trial.Final.Keys).Distinct().Order(StringComparer.Ordinal)];
        return known.Length == 0
            ? new UserErrorException(ExitCode.Environment, $"No trial in '{sweep.Folder.FullPath}' is completed yet; 'dvae status' shows how far they are.")
            : new UserErrorException(ExitCode.Usage, $"--metric: no completed trial has a finite '{metric}'. They have {string.Join(", ", known)}.");
    }

    private static string Number(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "";

    private static string Interval(SeedStatistics? statistics) =>
        statistics?.Low is null ? "" : $"[{Number(statistics.Low)}, {Number(statistics.High)}]";
}
