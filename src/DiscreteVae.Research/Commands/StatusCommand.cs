using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae status</c>: how far the trials of a results folder have come; it only reads, so it may be asked while they run.</summary>
internal static class StatusCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder." };
        var metric = new Option<string>("--metric") { Description = "The metric to show.", DefaultValueFactory = _ => "test_elbo" };
        var all = new Option<bool>("--all") { Description = "List the trials that have not begun too." };
        var command = new Command("status", "Show how far the trials of a results folder have come, also while they run.") { folder, metric, all };
        command.SetAction(parse =>
        {
            Write(context, RecordedSweep.Open(parse.GetRequiredValue(folder)), parse.GetRequiredValue(metric), parse.GetValue(all));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Write(CommandContext context, RecordedSweep sweep, string metric, bool all)
    {
        TextWriter output = context.Output;
        output.WriteLine($"{sweep.Name}: {sweep.Description}");
        output.WriteLine(string.Join(", ", sweep.Trials.GroupBy(trial => trial.Status).OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Name(group.Key)}"))));
        RecordedTrial[] listed = [.. sweep.Trials.Where(trial => all || trial.Status != TrialStatus.Pending)];
        if (listed.Length > 0)
        {
            output.WriteLine();
            DateTimeOffset now = context.Clock.GetUtcNow();
            var label = new SettingLabel([.. sweep.Trials[0].Record.Swept.Select(pair => pair.Key)]);
            TextTable.Write(output,
            [
                ["trial", "status", "epoch", metric, "written", "setting"],
                .. listed.Select(trial => (string[])
                [
                    trial.Record.Id,
                    Name(trial.Status),
                    string.Create(CultureInfo.InvariantCulture, $"{trial.Epoch}/{trial.Epochs}"),
                    trial.Final.TryGetValue(metric, out double value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "",
                    trial.Written is { } written ? Duration.Text(Math.Max(0, (now - written).TotalSeconds)) + " ago" : "",
                    label.Of(trial.Record.Swept),
                ]),
            ]);
        }
        foreach (RecordedTrial trial in sweep.Trials.Where(trial => trial.Reason is not null && trial.Status != TrialStatus.Completed))
            output.WriteLine($"\n{trial.Record.Id} {Name(trial.Status)}: {FirstLine(trial.Reason!)}");
    }

    internal static string Name(TrialStatus status) => status.ToString().ToLowerInvariant();

    // The stack of an exception follows; 'dvae show' has it whole.
    private static string FirstLine(string reason) => reason.Split('\n')[0].TrimEnd('\r');
}
