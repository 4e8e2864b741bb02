using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// <c>dvae status</c>: how far the trials of a results folder have come; it only reads, so it may be asked while they run.
/// </summary>
internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder." };
        var metric = new Option<string>("--metric") { Description = "The metric to show.", DefaultValueFactory = _ => "test_elbo" };
        var all = new Option<bool>("--all") { Description = "List the trials that have not begun too." };
        var command = new Command("status", "Show how far the trials of a results folder have come, also while they run.") { folder, metric, all };
        command.SetAction(async (parse, cancellationToken) =>
        {
            RecordedSweep sweep = RecordedSweep.Open(parse.GetRequiredValue(folder));
            SlurmStatus? slurm = await AskSlurmAsync(sweep, cancellationToken).ConfigureAwait(false);
            Write(context, sweep, slurm, parse.GetRequiredValue(metric), parse.GetValue(all));
            foreach (string note in slurm?.Notes ?? []) new ErrorNotes(context.Error).Report(note);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<SlurmStatus?> AskSlurmAsync(RecordedSweep sweep, CancellationToken cancellationToken)
    {
        if (!SlurmJobs.Exist(sweep.Folder.FullPath)) return null;
        bool[] ended = [.. sweep.Trials.Select(trial => trial.Status is not (TrialStatus.Pending or TrialStatus.Running))];
        return await SlurmStatus.AskAsync(
            new SlurmClient(SlurmPatience), SlurmJobs.Read(sweep.Folder.FullPath), sweep.Name, ended, cancellationToken).ConfigureAwait(false);
    }

    private static void Write(CommandContext context, RecordedSweep sweep, SlurmStatus? slurm, string metric, bool all)
    {
        TextWriter output = context.Output;
        output.WriteLine($"{sweep.Name}: {sweep.Description}");
        output.WriteLine(string.Join(", ", sweep.Trials.GroupBy(trial => trial.Status).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Name(group.Key)}"))));
        if (slurm?.Summary() is { Length: > 0 } summary) output.WriteLine($"Slurm: {summary}");
        (RecordedTrial Trial, int Index)[] listed =
            [.. sweep.Trials.Select((trial, index) => (trial, index)).Where(pair => all || pair.trial.Status != TrialStatus.Pending)];
        if (listed.Length > 0)
        {
            output.WriteLine();
            DateTimeOffset now = context.Clock.GetUtcNow();
            var label = new SettingLabel([.. sweep.Trials[0].Record.Swept.Select(pair => pair.Key)]);
            TextTable.Write(output,
            [
                ["trial", "status", "epoch", metric, "written", .. slurm is null ? Array.Empty<string>() : ["slurm"], "setting"],
                .. listed.Select(row => (string[])
                [
                    row.Trial.Record.Id,
                    Name(row.Trial.Status),
                    string.Create(CultureInfo.InvariantCulture, $"{row.Trial.Epoch}/{row.Trial.Epochs}"),
                    row.Trial.Final.TryGetValue(metric, out double value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "",
                    row.Trial.Written is { } written ? Duration.Text(Math.Max(0, (now - written).TotalSeconds)) + " ago" : "",
                    .. slurm is null ? Array.Empty<string>() : [slurm.Describe(row.Index)],
                    label.Of(row.Trial.Record.Swept),
                ]),
            ]);
        }
        foreach (RecordedTrial trial in sweep.Trials.Where(trial => trial.Reason is not null && trial.Status != TrialStatus.Completed))
            output.WriteLine($"\n{trial.Record.Id} {Name(trial.Status)}: {FirstLine(trial.Reason!)}");
    }

    // A look at a results folder must not wait long for a cluster.
    private static TimeSpan SlurmPatience { get; } = TimeSpan.FromSeconds(15);

    internal static string Name(TrialStatus status) => status.ToString().ToLowerInvariant();

    // The stack of an exception follows; 'dvae show' has it whole.
    private static string FirstLine(string reason) => reason.Split('\n')[0].TrimEnd('\r');
}
