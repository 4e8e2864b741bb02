using System.CommandLine;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae run</c>: every trial of a manifest.</summary>
internal static class RunCommand
{
    public static Command Create(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var restart = new Option<bool>("--restart") { Description = "Run completed trials anew instead of keeping them." };
        var tensorboard = new Option<bool>("--tensorboard") { Description = "Write event files for TensorBoard too, as results:tensorboard=true." };
        var command = new Command("run", "Train every trial of a manifest and write results/<name>/.");
        manifest.AddTo(command);
        command.Options.Add(restart);
        command.Options.Add(tensorboard);
        var progress = new ProgressOption();
        progress.AddTo(command);
        command.SetAction((parse, cancellationToken) => RunAsync(
            manifest.Load(parse, parse.GetValue(tensorboard) ? ["results:tensorboard=true"] : []), parse.GetValue(restart),
            progress.Open(parse, context, cancellationToken), context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ExperimentPlan plan, bool restart, SweepDisplay display, CommandContext context,
        CancellationToken cancellationToken)
    {
        var runner = new SweepRunner(
            new TrialData(display.Notes), new TrialBackends(display.Notes, context.Clock), context.Clock, context.CommandLine);
        try
        {
            IReadOnlyList<TrialState> states;
            using (display) states = await runner.RunAsync(plan, restart, display.Progress, cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(plan.Folder).ConfigureAwait(false);
            return (int)(states.All(state => state.Status == TrialStatus.Completed) ? ExitCode.Success : ExitCode.TrialFailed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return (int)ExitCode.Interrupted;
        }
    }
}
