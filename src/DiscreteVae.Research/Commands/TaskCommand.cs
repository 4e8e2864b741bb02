using System.CommandLine;
using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// <c>dvae task slurm</c>: what a task of a submitted array runs. A few trials of a plan as <c>dvae trial</c> runs each; asked to stop, it
/// saves and goes back into the queue.
/// </summary>
internal static class TaskCommand
{
    public static Command Create(CommandContext context) => new("task", "Run what a task of a cluster is for; the scripts of dvae submit do.")
    {
        CreateSlurm(context),
    };

    private static Command CreateSlurm(CommandContext context)
    {
        var plan = new Option<string>("--plan") { Description = "The plan.json.", Required = true };
        var first = new Option<int>("--first") { Description = "The index of the first trial, from 0.", Required = true };
        var count = new Option<int>("--count") { Description = "How many trials.", DefaultValueFactory = _ => 1 };
        var attempts = new Option<int>("--attempts") { Description = "How often the task may be started.", DefaultValueFactory = _ => new SlurmOptions().Attempts };
        var command = new Command("slurm", "Run some trials of a plan as a task of a Slurm job array.") { plan, first, count, attempts };
        command.SetAction(async (parse, cancellationToken) =>
        {
            SlurmTaskEnvironment task = SlurmTaskEnvironment.Current()
                ?? throw new UserErrorException(ExitCode.Usage, "This is no job of Slurm's: SLURM_JOB_ID is not set. Elsewhere, dvae trial runs a trial.");
            string path = parse.GetRequiredValue(plan);
            ResultsFolder folder = ResultsFolder.Open(Path.GetDirectoryName(Path.GetFullPath(path))!);
            ExperimentPlan read = PlanFile.Read(folder, ManifestArguments.Vocabulary);
            Trial[] trials = [.. read.Trials.Skip(parse.GetValue(first)).Take(parse.GetValue(count))];
            if (parse.GetValue(first) < 0 || trials.Length == 0)
                throw new UserErrorException(ExitCode.Usage, FormattableString.Invariant($"--first: '{path}' has no trial {parse.GetValue(first)}."));
            var runner = new SlurmTaskRunner(context, task, folder, read);
            return await runner.RunAsync(trials, parse.GetValue(attempts), cancellationToken).ConfigureAwait(false);
        });
        return command;
    }
}
