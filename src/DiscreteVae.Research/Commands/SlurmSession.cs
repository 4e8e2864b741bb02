using System.Globalization;
using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Commands;

/// <summary>What the verbs that submit to Slurm share.</summary>
internal sealed class SlurmSession(CommandContext context, SlurmClient client)
{
    private const string DataFolderVariable = "DVAE_DATA_DIR";

    private readonly ErrorNotes _notes = new(context.Error);

    /// <summary>What the scripts run.</summary>
    public static SlurmSweep Sweep(ExperimentPlan plan, DvaeProgram program, string workingFolder)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable(DataFolderVariable) is { Length: > 0 } data) variables[DataFolderVariable] = Path.GetFullPath(data);
        return new SlurmSweep(plan.Name, Path.GetFullPath(plan.Folder), plan.Trials.Count, workingFolder, program.Command) { Variables = variables };
    }

    /// <summary>Ends with an error where a plan's trials cannot run apart; notes what its user should know.</summary>
    /// <exception cref="UserErrorException">They cannot.</exception>
    public void Check(ExperimentPlan plan, DvaeProgram program)
    {
        if (plan.Halving is not null)
        {
            throw new UserErrorException(ExitCode.Usage,
                "sweep:strategy is successive-halving, which compares the trials with each other while they run: Slurm's tasks run apart. "
                + "Use dvae run, or the strategy grid or random.");
        }
        if (plan.Trials.Any(trial => trial.Manifest.Compute.Backend == DiscreteVae.Backends.BackendRegistry.Auto))
            _notes.Report("compute:backend is auto, and each task chooses for its own node. compute:backend=simd gives all trials the same arithmetic.");
        if (program.NeedsRuntime)
        {
            _notes.Report($"'{program.Command[^1]}' needs the .NET runtime on every node, and changes when it is built again. "
                + "--executable takes one of 'dotnet publish' that needs nothing: see the README.");
        }
    }

    /// <summary>Prints the scripts and how they would be submitted; writes nothing.</summary>
    public async Task ShowAsync(SlurmSweep sweep, SlurmOptions options, SlurmJobs jobs, IReadOnlyList<int> trials, CancellationToken cancellationToken)
    {
        SlurmDraft draft = await DraftAsync(sweep, options, jobs, trials, cancellationToken).ConfigureAwait(false);
        foreach (SlurmScript script in draft.Arrays.Append(draft.Collect))
        {
            await context.Output.WriteAsync($"### {Path.Join(sweep.SlurmFolder, script.Name)}\n{script.Text}\n").ConfigureAwait(false);
        }
        foreach (SlurmScript script in draft.Arrays) Show(script, null);
        Show(draft.Collect, $"afterany:{string.Join(':', draft.Arrays.Select(script => $"JOB-OF-{script.Name}"))}");

        void Show(SlurmScript script, string? dependency) => context.Output.Write(
            $"### sbatch {string.Join(' ', SlurmClient.SubmitArguments(Path.Join(sweep.SlurmFolder, script.Name), dependency).Select(ShellWord.Quote))}\n");
    }

    /// <summary>Submits those trials that are not in the queue already, and prints the jobs.</summary>
    /// <exception cref="UserErrorException">Slurm did not take them; what it took is recorded.</exception>
    public async Task<int> SubmitAsync(
        SlurmSweep sweep, SlurmOptions options, SlurmJobs jobs, IReadOnlyList<int> trials, CancellationToken cancellationToken)
    {
        (SlurmQueue? queue, string problem) = await client.QueueAsync(SlurmSweep.JobNames(sweep.Name), cancellationToken).ConfigureAwait(false);
        if (queue is null && jobs.Jobs.Count > 0)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"Whether the jobs of '{sweep.SlurmFolder}' still run is not known: {problem} Nothing was submitted; the plan is kept.");
        }
        HashSet<long> recorded = [.. jobs.Jobs.Select(job => job.Job)];
        long[] strangers = [.. (queue?.Alive ?? new HashSet<long>()).Where(job => !recorded.Contains(job)).Order()];
        if (strangers.Length > 0)
        {
            _notes.Report($"Slurm has jobs of this name that '{sweep.SlurmFolder}' has not: {List(strangers)}. "
                + "They are another folder's, or of a submission that got no answer: scancel them if so.");
        }
        int[] wanted = [.. trials];
        if (queue is not null)
        {
            IReadOnlyDictionary<int, SlurmTask> tasks = jobs.LastTasks(sweep.Trials);
            wanted = [.. trials.Where(trial => !tasks.TryGetValue(trial, out SlurmTask task)
                || !queue.Tasks.TryGetValue(task, out SlurmQueueEntry? entry) || !entry.IsAlive)];
            if (wanted.Length < trials.Count)
                _notes.Report(Invariant($"in Slurm's queue already, and left there: {Count(trials.Count - wanted.Length)}"));
        }
        if (wanted.Length == 0)
        {
            _notes.Report("there is nothing to submit");
            return (int)ExitCode.Success;
        }
        SlurmDraft draft = await DraftAsync(sweep, options, jobs, wanted, cancellationToken).ConfigureAwait(false);
        long[] alive = [.. jobs.Jobs.Where(job => job.Tasks is not null && (queue?.Alive.Contains(job.Job) ?? false)).Select(job => job.Job)];
        jobs = jobs with
        {
            Cluster = await client.ClusterNameAsync(cancellationToken).ConfigureAwait(false) ?? jobs.Cluster,
            Options = options,
            Command = sweep.Command,
            WorkingFolder = sweep.WorkingFolder,
        };
        IReadOnlyList<SlurmJob> submitted = await new SlurmSubmission(client, context.Clock)
            .SubmitAsync(sweep, draft, jobs, alive, cancellationToken).ConfigureAwait(false);
        foreach ((SlurmJob job, SlurmScript script) in submitted.Zip(draft.Arrays.Append(draft.Collect)))
            await context.Output.WriteLineAsync(Invariant($"{job.Job}  {script.Name}  {Describe(script, sweep.Trials)}")).ConfigureAwait(false);
        string folder = ShellWord.Quote(Path.GetRelativePath(Environment.CurrentDirectory, sweep.Folder));
        await context.Error.WriteLineAsync($"next: dvae status {folder}; dvae cancel {folder} ends it").ConfigureAwait(false);
        return (int)ExitCode.Success;
    }

    private async Task<SlurmDraft> DraftAsync(
        SlurmSweep sweep, SlurmOptions options, SlurmJobs jobs, IReadOnlyList<int> trials, CancellationToken cancellationToken)
    {
        int? most = await client.MaxArraySizeAsync(cancellationToken).ConfigureAwait(false);
        if (most is null)
            _notes.Report(Invariant($"the cluster's MaxArraySize is not known here; Slurm's default of {SlurmClient.DefaultMaxArraySize} is taken"));
        return SlurmDraft.Create(sweep, options, trials, most ?? SlurmClient.DefaultMaxArraySize, jobs.Jobs);
    }

    private static string Describe(SlurmScript script, int count)
    {
        if (script.Array is not { } array) return "collects the tables when they have ended";
        int trials = array.Tasks.Sum(task => array.TrialsOf(task, count).Count());
        return Invariant($"{Count(trials)} in tasks {array.Specification}");
    }

    private static string Count(int trials) => Invariant($"{trials} {(trials == 1 ? "trial" : "trials")}");

    private static string List(IEnumerable<long> jobs) => string.Join(", ", jobs.Select(job => job.ToString(CultureInfo.InvariantCulture)));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
