using System.Globalization;
using DiscreteVae.Research.Commands;

namespace DiscreteVae.Research.Terminal;

/// <summary>What stays on the terminal when the live view is closed: plain lines.</summary>
internal static class LiveSummary
{
    private const int MostTrials = 20;

    /// <summary>Writes it.</summary>
    public static void Write(TextWriter error, LiveSnapshot snapshot)
    {
        error.WriteLine(snapshot.Title);
        foreach (string note in snapshot.Notes) error.WriteLine($"note: {note}");
        if (snapshot.Ended.Count == 0) return;
        string[][] rows =
        [
            ["trial", "test elbo", "epochs", "seconds", "status", ""],
            .. snapshot.Ended.Take(MostTrials).Select(trial => (string[])
            [
                trial.Label,
                trial.Elbo is { } elbo ? elbo.ToString("f2", CultureInfo.InvariantCulture) : "-",
                trial.Epochs.ToString(CultureInfo.InvariantCulture),
                trial.Seconds.ToString("f1", CultureInfo.InvariantCulture),
                trial.Status,
                trial.Swept,
            ]),
        ];
        TextTable.Write(error, rows);
        if (snapshot.Ended.Count > MostTrials)
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"and {snapshot.Ended.Count - MostTrials} more in trials.csv"));
        foreach (EndedTrial trial in snapshot.Ended.Where(trial => trial.Reason is not null).Take(MostTrials))
            error.WriteLine($"{trial.Label} {trial.Status}: {trial.Reason}");
        string counts = string.Join(", ", snapshot.Ended.GroupBy(trial => trial.Status).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
        error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{counts} in {snapshot.Elapsed.TotalSeconds:f1} s"));
    }
}
