using System.Globalization;

namespace DiscreteVae.Research.Clusters;

/// <summary>Numbers of tasks as <c>--array</c> takes them, such as <c>0-99</c> or <c>3,7,12-15</c>.</summary>
internal static class SlurmTasks
{
    /// <summary>Writes numbers that rise.</summary>
    public static string Format(IReadOnlyList<int> tasks)
    {
        var ranges = new List<string>();
        for (int from = 0; from < tasks.Count;)
        {
            int to = from;
            while (to + 1 < tasks.Count && tasks[to + 1] == tasks[to] + 1) to++;
            ranges.Add(to == from ? Number(tasks[from]) : $"{Number(tasks[from])}-{Number(tasks[to])}");
            from = to + 1;
        }
        return string.Join(',', ranges);
    }

    /// <summary>Reads what <see cref="Format"/> wrote.</summary>
    /// <exception cref="UserErrorException">It is something else.</exception>
    public static int[] Parse(string text)
    {
        var tasks = new List<int>();
        foreach (string range in text.Split(','))
        {
            string[] ends = range.Split('-');
            int from = Number(ends[0]), to = Number(ends[^1]);
            if (ends.Length > 2 || to < from) throw Damaged();
            tasks.AddRange(Enumerable.Range(from, to - from + 1));
        }
        return [.. tasks];

        int Number(string digits) =>
            int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Damaged();

        UserErrorException Damaged() => new(ExitCode.Environment, $"'{text}' in slurm/jobs.json are no numbers of tasks. Restore the file.");
    }

    private static string Number(int task) => task.ToString(CultureInfo.InvariantCulture);
}
