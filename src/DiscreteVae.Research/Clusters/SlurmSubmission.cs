using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Clusters;

/// <summary>
/// Hands a draft to Slurm: writes the scripts, submits them one after the other, and records each job as soon as it has a number.
/// </summary>
internal sealed class SlurmSubmission(SlurmClient client, TimeProvider clock)
{
    /// <summary>Submits.</summary>
    /// <param name="sweep">What runs.</param>
    /// <param name="draft">The scripts.</param>
    /// <param name="jobs">What was submitted before, with the options of this submission.</param>
    /// <param name="alive">Arrays of earlier submissions that still run: the collecting job waits for them too.</param>
    /// <param name="cancellationToken">Stops between two submissions.</param>
    /// <returns>The jobs of this submission, the collecting one last.</returns>
    /// <exception cref="UserErrorException">
    /// Slurm did not take one. Those before it are submitted and recorded, and the message says how to go on.
    /// </exception>
    public async Task<IReadOnlyList<SlurmJob>> SubmitAsync(
        SlurmSweep sweep, SlurmDraft draft, SlurmJobs jobs, IReadOnlyList<long> alive, CancellationToken cancellationToken)
    {
        Write(sweep, draft);
        var submitted = new List<SlurmJob>();
        try
        {
            foreach (SlurmScript script in draft.Arrays) await SubmitOneAsync(script, null).ConfigureAwait(false);
            long[] awaited = [.. alive, .. submitted.Select(job => job.Job)];
            await SubmitOneAsync(draft.Collect, Dependency(awaited)).ConfigureAwait(false);
        }
        catch (UserErrorException error)
        {
            throw new UserErrorException(error.ExitCode, $"{error.Message}\n{Remains(sweep, draft, submitted)}", error);
        }
        return submitted;

        async Task SubmitOneAsync(SlurmScript script, string? dependency)
        {
            long number = await client.SubmitAsync(Path.Join(sweep.SlurmFolder, script.Name), dependency, cancellationToken).ConfigureAwait(false);
            var job = new SlurmJob
            {
                Job = number,
                Script = script.Name,
                Submitted = clock.GetUtcNow(),
                Tasks = script.Array?.Specification,
                Offset = script.Array?.Offset ?? 0,
                TrialsPerTask = script.Array?.TrialsPerTask ?? 1,
            };
            submitted.Add(job);
            (jobs with { Jobs = [.. jobs.Jobs, .. submitted] }).Write(sweep.Folder);
        }
    }

    /// <summary>What the collecting job waits for: the end of arrays, however they end.</summary>
    public static string Dependency(IEnumerable<long> jobs) =>
        $"afterany:{string.Join(':', jobs.Select(job => job.ToString(CultureInfo.InvariantCulture)))}";

    private static void Write(SlurmSweep sweep, SlurmDraft draft)
    {
        try
        {
            Directory.CreateDirectory(sweep.LogFolder);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Writing(sweep.LogFolder, error);
        }
        foreach (SlurmScript script in draft.Arrays.Append(draft.Collect))
            AtomicFile.WriteText(Path.Join(sweep.SlurmFolder, script.Name), script.Text);
    }

    private static string Remains(SlurmSweep sweep, SlurmDraft draft, List<SlurmJob> submitted)
    {
        string taken = submitted.Count == 0
            ? "No job is recorded."
            : string.Create(CultureInfo.InvariantCulture,
                $"Submitted before it: {string.Join(", ", submitted.Select(job => job.Job))}, {submitted.Count} of {draft.Arrays.Count + 1} jobs.");
        return $"{taken} The plan and the scripts are kept in '{sweep.SlurmFolder}'. "
            + "When that is mended, the same command again submits what is not in the queue yet.";
    }
}
