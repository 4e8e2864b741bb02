using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>A submission before Slurm hears of it: its scripts, in the order in which they are submitted. The last one collects.</summary>
/// <param name="Arrays">The arrays.</param>
/// <param name="Collect">The collecting job.</param>
public sealed record SlurmDraft(IReadOnlyList<SlurmScript> Arrays, SlurmScript Collect)
{
    /// <summary>Makes one: a function of its arguments alone.</summary>
    /// <param name="sweep">What runs.</param>
    /// <param name="options">What the user asks of the cluster.</param>
    /// <param name="trials">The indices of the trials to run, rising.</param>
    /// <param name="maxArraySize">The cluster's <c>MaxArraySize</c>.</param>
    /// <param name="earlier">Jobs submitted before, whose scripts stay.</param>
    public static SlurmDraft Create(
        SlurmSweep sweep, SlurmOptions options, IReadOnlyList<int> trials, int maxArraySize, IReadOnlyList<SlurmJob> earlier)
    {
        int arrays = earlier.Count(job => job.Tasks is not null), collects = earlier.Count - arrays;
        return new SlurmDraft(
            [.. SlurmArray.Split(trials, options.TrialsPerTask, maxArraySize)
                .Select((array, place) => new SlurmScript(Name("array", arrays + place), SlurmScripts.Array(sweep, options, array), array))],
            new SlurmScript(Name("collect", collects), SlurmScripts.Collect(sweep, options), null));
    }

    private static string Name(string kind, int earlier) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{earlier + 1}.sh");
}

/// <summary>A script of a submission.</summary>
/// <param name="Name">The file's name in <c>slurm/</c>.</param>
/// <param name="Text">Its text.</param>
/// <param name="Array">The array that it starts; null for the collecting job.</param>
public sealed record SlurmScript(string Name, string Text, SlurmArray? Array);
