using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>What <c>sacct --parsable2 --format=JobID,State,ExitCode</c> prints.</summary>
internal static class SlurmAccounts
{
    /// <summary>The states of tasks in lower case, such as <c>out_of_memory (exit code 0:125)</c>; other lines are left out.</summary>
    public static IReadOnlyDictionary<SlurmTask, string> Parse(string output)
    {
        var states = new Dictionary<SlurmTask, string>();
        foreach (string[] cells in output.Split('\n').Select(line => line.Split('|')))
        {
            string[] name = cells[0].Split('_');
            if (cells.Length < 3 || name.Length != 2
                || !long.TryParse(name[0], NumberStyles.None, CultureInfo.InvariantCulture, out long job)
                || !int.TryParse(name[1], NumberStyles.None, CultureInfo.InvariantCulture, out int task)) continue;
            // Requeued, a task has a line for each start: the last one counts. "CANCELLED by 1000" says who.
            states[new SlurmTask(job, task)] = $"{cells[1].ToLowerInvariant()} (exit code {cells[2].Trim()})";
        }
        return states;
    }
}
