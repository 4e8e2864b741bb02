using System.CommandLine;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// <c>dvae trial</c>: one trial of a plan, for launchers. Runs it, goes on with it, or does nothing where it is done, and writes in its
/// folder only; any number of them may run at once on a shared folder.
/// </summary>
internal static class TrialCommand
{
    public static Command Create(CommandContext context)
    {
        var plan = new Option<string>("--plan") { Description = "A plan.json, as dvae run --prepare writes it.", Required = true };
        var index = new Option<int>("--index") { Description = "The trial's index in the plan, from 0.", Required = true };
        var retry = new Option<bool>("--retry") { Description = "Run the trial again if it failed." };
        var command = new Command("trial", "Run, resume or skip one trial of a plan; dvae collect makes the tables afterwards.")
        {
            plan, index, retry,
        };
        command.SetAction((parse, cancellationToken) => RunAsync(
            parse.GetRequiredValue(plan), parse.GetRequiredValue(index), parse.GetValue(retry), context, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string path, int index, bool retry, CommandContext context, CancellationToken cancellationToken)
    {
        ResultsFolder folder = ResultsFolder.Open(Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!);
        ExperimentPlan plan = PlanFile.Read(folder, ManifestArguments.Vocabulary);
        if (index < 0 || index >= plan.Trials.Count)
        {
            throw new UserErrorException(ExitCode.Usage, FormattableString.Invariant(
                $"--index: '{folder.PlanPath}' has the trials 0 to {plan.Trials.Count - 1}, not {index}."));
        }
        if (plan.Halving is not null)
        {
            throw new UserErrorException(ExitCode.Usage,
                "Successive halving compares the trials with each other: run it with dvae run or dvae resume, not trial by trial.");
        }
        Trial trial = plan.Trials[index];
        var session = new SweepSession(context);
        TrialFolder trialFolder = folder.Trial(trial.Id);
        if (retry) ClaimedSweep.Retry(trialFolder, session.Claims);
        if (!trialFolder.ReadState().IsDone) session.Check([trial]);
        var progress = new ProgressLines(context.Error, context.Interactive);
        CoreShare share = CoreShare.Of([trial], 1, Environment.ProcessorCount);
        progress.Started(plan, [], share);
        try
        {
            TrialState state = await session.Executor
                .ExecuteAsync(trial, trialFolder, share, TrialTarget.Of(plan, trial), progress, cancellationToken).ConfigureAwait(false);
            progress.Ended(trial, state);
            await context.Output.WriteLineAsync(trialFolder.FullPath).ConfigureAwait(false);
            return (int)(state.IsDone ? ExitCode.Success : ExitCode.TrialFailed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Interrupted(trial);
            return (int)ExitCode.Interrupted;
        }
    }
}
