using System.Globalization;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Results;

/// <summary>A results folder as it is now, read without changing anything: its trials may be running in another process.</summary>
internal sealed class RecordedSweep
{
    private readonly JsonObject _manifest;

    private RecordedSweep(ResultsFolder folder, JsonObject manifest, IReadOnlyList<RecordedTrial> trials) =>
        (Folder, _manifest, Trials) = (folder, manifest, trials);

    /// <summary>The folder.</summary>
    public ResultsFolder Folder { get; }

    /// <summary>The experiment's name.</summary>
    public string Name => _manifest["name"]?.GetValue<string>() ?? Path.GetFileName(Folder.FullPath);

    /// <summary>What the experiment shows; null where its manifest does not say.</summary>
    public string? Description => _manifest["description"]?.GetValue<string>();

    /// <summary>The trials in the plan's order.</summary>
    public IReadOnlyList<RecordedTrial> Trials { get; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="UserErrorException">It is no results folder, or a file in it is damaged.</exception>
    public static RecordedSweep Open(string path)
    {
        ResultsFolder folder = ResultsFolder.Open(path);
        JsonNode plan = folder.ReadPlan();
        try
        {
            JsonObject manifest = plan["manifest"]!.AsObject();
            int epochs = manifest["training"]!["epochs"]!.GetValue<int>();
            // Of results that were published without the folders of their trials the tables remain.
            IReadOnlyDictionary<string, TrialState> tabled = File.Exists(folder.TrialsPath)
                ? TrialsTable.Read(folder.TrialsPath)
                : new Dictionary<string, TrialState>();
            return new RecordedSweep(folder, manifest, [.. plan["trials"]!.AsArray().Select(trial => Trial(folder, trial!, epochs, tabled))]);
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"'{folder.PlanPath}' is no plan: it does not hold a manifest and its trials. Restore it, or run the manifest again.", error);
        }
    }

    private static RecordedTrial Trial(ResultsFolder folder, JsonNode trial, int epochs, IReadOnlyDictionary<string, TrialState> tabled)
    {
        (string Key, string Value)[] swept =
            [.. trial["swept"]!.AsObject().Select(pair => (pair.Key, pair.Value!.GetValue<string>()))];
        string? own = swept.FirstOrDefault(pair => pair.Key == "training:epochs").Value;
        var record = new TrialRecord(trial["id"]!.GetValue<string>(), trial["seed"]!.GetValue<long>(), swept);
        return new RecordedTrial(record, folder.Find(record.Id), own is null ? epochs : int.Parse(own, CultureInfo.InvariantCulture),
            tabled.GetValueOrDefault(record.Id));
    }
}
