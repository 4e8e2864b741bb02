using System.Globalization;
using System.Text.RegularExpressions;

namespace DiscreteVae.Research.Clusters;

/// <summary>Slurm's own commands, as they are found on the <c>PATH</c>; every one may be missing, refuse or never answer.</summary>
/// <param name="patience">How long one may take.</param>
internal sealed partial class SlurmClient(TimeSpan patience)
{
    /// <summary>Slurm's default of <c>MaxArraySize</c>, for a cluster that cannot be asked.</summary>
    public const int DefaultMaxArraySize = 1001;

    /// <summary>Long enough for a controller under load.</summary>
    public static TimeSpan DefaultPatience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The cluster's <c>MaxArraySize</c>, which numbers of tasks are below; null where it cannot be asked.</summary>
    public async Task<int?> MaxArraySizeAsync(CancellationToken cancellationToken) =>
        int.TryParse(await SettingAsync("MaxArraySize", cancellationToken).ConfigureAwait(false), NumberStyles.None, CultureInfo.InvariantCulture,
            out int size) && size > 0 ? size : null;

    /// <summary>The cluster's name; null where it cannot be asked.</summary>
    public Task<string?> ClusterNameAsync(CancellationToken cancellationToken) => SettingAsync("ClusterName", cancellationToken);

    /// <summary>The arguments of <c>sbatch</c>.</summary>
    /// <param name="script">The script's path.</param>
    /// <param name="dependency">What the job waits for, such as <c>afterany:17:18</c>; null for nothing.</param>
    public static string[] SubmitArguments(string script, string? dependency) =>
        ["--parsable", .. dependency is null ? Array.Empty<string>() : [$"--dependency={dependency}"], script];

    /// <summary>Submits a script.</summary>
    /// <returns>The job's number.</returns>
    /// <exception cref="UserErrorException">It was not submitted, or nobody knows.</exception>
    public async Task<long> SubmitAsync(string script, string? dependency, CancellationToken cancellationToken)
    {
        ProgramAnswer answer = await AskAsync("sbatch", SubmitArguments(script, dependency), cancellationToken).ConfigureAwait(false);
        if (answer.Kind == AnswerKind.Missing)
            throw Error("There is no sbatch here: this machine does not submit to a Slurm cluster.");
        if (answer.Kind == AnswerKind.Silent)
        {
            throw Error(string.Create(CultureInfo.InvariantCulture,
                $"sbatch did not answer within {patience.TotalSeconds:0} seconds and was stopped. Whether it submitted '{script}' is not known: squeue tells."));
        }
        if (answer.ExitCode != 0)
            throw Error(string.Create(CultureInfo.InvariantCulture, $"sbatch refused '{script}' with exit code {answer.ExitCode}: {OneLine(answer.Error)}"));
        // The number, and on a federation of clusters a semicolon and the cluster's name.
        Match number = JobNumber().Match(answer.Output.Trim());
        return number.Success && long.TryParse(number.Groups["job"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long job)
            ? job
            : throw Error($"sbatch took '{script}', but printed no job's number: '{OneLine(answer.Output)}'. squeue tells whether it is there.");
    }

    /// <summary>The jobs of some names that Slurm still knows, also such as ended a short while ago.</summary>
    /// <returns>The queue; or null and why Slurm does not tell.</returns>
    public async Task<(SlurmQueue? Queue, string Problem)> QueueAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        ProgramAnswer answer = await AskAsync(
            "squeue", ["--noheader", "--array", "--states=all", $"--name={string.Join(',', names)}", $"--Format={SlurmQueue.Format}"],
            cancellationToken).ConfigureAwait(false);
        return answer.Succeeded ? (SlurmQueue.Parse(answer.Output), "") : (null, Why("squeue", answer));
    }

    /// <summary>How tasks ended, by the cluster's accounting.</summary>
    /// <returns>The states by task; or null and why it does not tell: many small clusters keep no accounts.</returns>
    public async Task<(IReadOnlyDictionary<SlurmTask, string>? States, string Problem)> AccountingAsync(
        IReadOnlyList<long> jobs, CancellationToken cancellationToken)
    {
        string list = string.Join(',', jobs.Select(job => job.ToString(CultureInfo.InvariantCulture)));
        ProgramAnswer answer = await AskAsync(
            "sacct", ["--noheader", "--parsable2", "--allocations", "--format=JobID,State,ExitCode", $"--jobs={list}"], cancellationToken)
            .ConfigureAwait(false);
        return answer.Succeeded ? (SlurmAccounts.Parse(answer.Output), "") : (null, Why("sacct", answer));
    }

    /// <summary>What Slurm says of one job, by its own number; see <see cref="SlurmJobFact"/>.</summary>
    public async Task<SlurmJobFact> JobAsync(string job, CancellationToken cancellationToken)
    {
        ProgramAnswer answer = await AskAsync(
            "squeue", ["--noheader", "--array", "--states=all", $"--jobs={job}", $"--Format={SlurmQueue.Format}"], cancellationToken).ConfigureAwait(false);
        if (answer.Succeeded)
            return new SlurmJobFact(Known: true, SlurmQueue.Parse(answer.Output).All is [var entry, ..] ? entry : null);
        // What it says of a job that ended longer ago than it remembers.
        return new SlurmJobFact(answer.Error.Contains("Invalid job id", StringComparison.OrdinalIgnoreCase), null);
    }

    /// <summary>Cancels jobs and tasks.</summary>
    /// <param name="jobs">Their names, such as <c>17</c> or <c>17_3</c>.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <exception cref="UserErrorException">Slurm did not do it.</exception>
    public async Task CancelAsync(IReadOnlyList<string> jobs, CancellationToken cancellationToken)
    {
        ProgramAnswer answer = await AskAsync("scancel", jobs, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded) throw Error($"Jobs {string.Join(", ", jobs)} are not cancelled: {Why("scancel", answer)}");
    }

    /// <summary>Puts a running task back into the queue.</summary>
    /// <returns>Null if Slurm did; else why not.</returns>
    public async Task<string?> RequeueAsync(string job, CancellationToken cancellationToken)
    {
        ProgramAnswer answer = await AskAsync("scontrol", ["requeue", job], cancellationToken).ConfigureAwait(false);
        return answer.Succeeded ? null : Why("scontrol", answer);
    }

    private async Task<string?> SettingAsync(string name, CancellationToken cancellationToken)
    {
        ProgramAnswer answer = await AskAsync("scontrol", ["show", "config"], cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded) return null;
        return answer.Output.Split('\n').Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0] == name)?[1];
    }

    private Task<ProgramAnswer> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken) =>
        ProgramAnswer.AskAsync(program, arguments, patience, cancellationToken);

    private string Why(string program, ProgramAnswer answer) => answer.Kind switch
    {
        AnswerKind.Missing => $"there is no {program} here.",
        AnswerKind.Silent => string.Create(CultureInfo.InvariantCulture, $"{program} did not answer within {patience.TotalSeconds:0} seconds."),
        _ => string.Create(CultureInfo.InvariantCulture, $"{program} ended with exit code {answer.ExitCode}: {OneLine(answer.Error)}"),
    };

    private static string OneLine(string text)
    {
        string line = string.Join("; ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return line.Length == 0 ? "it said nothing." : line;
    }

    private static UserErrorException Error(string message) => new(ExitCode.Environment, message);

    [GeneratedRegex(@"\A(?<job>[0-9]+)(;\S+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex JobNumber();
}
