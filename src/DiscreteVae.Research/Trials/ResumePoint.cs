using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>Where a trial goes on: the newest of its checkpoints that is whole and fits.</summary>
internal static class ResumePoint
{
    /// <summary>Looks through a trial's checkpoints; each that is passed over is told of.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="notes">Told why a checkpoint is of no use.</param>
    /// <returns>Null where the trial begins at the beginning.</returns>
    public static CheckpointContent? Find(Trial trial, TrialFolder folder, IProgress<string> notes)
    {
        IReadOnlyList<string> files = folder.Checkpoints.Files;
        if (files.Count == 0) return null;
        int recorded = Recorded(folder, notes);
        foreach (string file in files)
        {
            if (Read(trial, file, recorded, out string problem) is { } content) return content;
            notes.Report($"{problem} Going on from the checkpoint before it, if there is one.");
        }
        return null;
    }

    private static CheckpointContent? Read(Trial trial, string file, int recorded, out string problem)
    {
        problem = "";
        try
        {
            CheckpointContent content = Checkpoint.Read(file);
            if (content.Trial != trial.Id)
                problem = $"'{file}' belongs to trial {content.Trial}.";
            else if (content.Training is null && content.Epoch != trial.Manifest.Training.Epochs)
                problem = $"'{file}' holds weights alone, with which training cannot go on.";
            else if (content.Epoch > recorded)
                problem = FormattableString.Invariant($"'{file}' is of epoch {content.Epoch}, and metrics.csv ends before it.");
            return problem.Length == 0 ? content : null;
        }
        catch (UserErrorException error)
        {
            problem = error.Message;
            return null;
        }
    }

    // The last epoch of the metrics; a checkpoint beyond it would leave a gap in them.
    private static int Recorded(TrialFolder folder, IProgress<string> notes)
    {
        try
        {
            return File.Exists(folder.MetricsPath) ? MetricsFile.Read(folder.MetricsPath).Select(row => row.Epoch).DefaultIfEmpty(-1).Last() : -1;
        }
        catch (UserErrorException error)
        {
            notes.Report($"{error.Message} The trial begins anew.");
            return -1;
        }
    }
}
