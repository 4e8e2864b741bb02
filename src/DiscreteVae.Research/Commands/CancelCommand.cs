using System.CommandLine;
using System.Globalization;
using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae cancel</c>: ends what a results folder has on a cluster.</summary>
internal static class CancelCommand
{
    public static Command Create(CommandContext context)
    {
        Argument<string> results = SweepArguments.Folder();
        var command = new Command("cancel", "Cancel a results folder's jobs on Slurm; running trials save first, and what was done stays.") { results };
        command.SetAction(async (parse, cancellationToken) =>
        {
            ResultsFolder folder = ResultsFolder.Open(parse.GetRequiredValue(results));
            if (!SlurmJobs.Exist(folder.FullPath))
                throw new UserErrorException(ExitCode.Usage, $"'{folder.FullPath}' was not submitted to Slurm: there is nothing to cancel.");
            ExperimentPlan plan = PlanFile.Read(folder, ManifestArguments.Vocabulary);
            return await CancelAsync(context, plan, SlurmJobs.Read(folder.FullPath), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> CancelAsync(CommandContext context, ExperimentPlan plan, SlurmJobs jobs, CancellationToken cancellationToken)
    {
        var client = new SlurmClient(SlurmClient.DefaultPatience);
        (SlurmQueue? queue, string problem) = await client.QueueAsync(SlurmSweep.JobNames(plan.Name), cancellationToken).ConfigureAwait(false);
        if (queue is null) await context.Error.WriteLineAsync($"note: the queue is not known: {problem}").ConfigureAwait(false);
        // The jobs that collect are left: they run when the others have ended, and tell what there is. Where the queue is not known, all
        // are named: to cancel one that has ended does nothing.
        string[] alive = [.. jobs.Jobs.Where(job => job.Tasks is not null && (queue is null || queue.Alive.Contains(job.Job)))
            .Select(job => job.Job.ToString(CultureInfo.InvariantCulture))];
        if (alive.Length == 0)
        {
            await context.Error.WriteLineAsync("note: none of its jobs waits or runs").ConfigureAwait(false);
            return (int)ExitCode.Success;
        }
        await client.CancelAsync(alive, cancellationToken).ConfigureAwait(false);
        foreach (string job in alive) await context.Output.WriteLineAsync(job).ConfigureAwait(false);
        await context.Error.WriteLineAsync($"cancelled; to go on: dvae retry --failed {plan.Folder}").ConfigureAwait(false);
        return (int)ExitCode.Success;
    }
}
