namespace DiscreteVae.Tests.Support;

/// <summary>What a sweep left, to be compared with what it leaves under other circumstances.</summary>
internal sealed class TinySweep(TinyExperiment experiment)
{
    /// <summary>
    /// The tables, of trials.csv without its last column, seconds: the one thing in them that is a time.
    /// </summary>
    public string Tables() => string.Join('\n', Read("metrics.csv"), WithoutSeconds(Read("trials.csv")), Read("summary.csv"));

    /// <summary>The final weights of every trial, by its id.</summary>
    public SortedDictionary<string, byte[]> Weights() => new(
        Directory.GetDirectories(Path.Combine(experiment.Results, "trials")).ToDictionary(
            folder => Path.GetFileName(folder), folder => File.ReadAllBytes(Path.Combine(folder, "checkpoint.safetensors"))),
        StringComparer.Ordinal);

    /// <summary>All files, as relative paths in ordinal order.</summary>
    public string[] Files() =>
    [
        .. Directory.EnumerateFiles(experiment.Results, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(experiment.Results, file)).Order(StringComparer.Ordinal),
    ];

    /// <summary>The ids of the trials in the plan's order.</summary>
    public string[] Ids()
    {
        using var plan = System.Text.Json.JsonDocument.Parse(Read("plan.json"));
        return [.. plan.RootElement.GetProperty("trials").EnumerateArray().Select(trial => trial.GetProperty("id").GetString()!)];
    }

    /// <summary>The folder of a trial.</summary>
    public string Trial(int index) => Path.Combine(experiment.Results, "trials", Ids()[index]);

    /// <summary>The state of a trial as written; empty before the first.</summary>
    public string State(int index)
    {
        string path = Path.Combine(Trial(index), "state.json");
        return File.Exists(path) ? File.ReadAllText(path) : "";
    }

    private static string WithoutSeconds(string table) =>
        string.Join('\n', table.Split('\n').Select(line => line.Length == 0 ? line : line[..line.LastIndexOf(',')]));

    private string Read(string file) => File.ReadAllText(Path.Combine(experiment.Results, file));
}
