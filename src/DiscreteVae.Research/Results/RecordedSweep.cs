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
        IReadOnlyList<TrialRecord> records = folder.ReadRecords();
        try
        {
            JsonObject manifest = folder.ReadPlan()["manifest"]!.AsObject();
            int epochs = manifest["training"]!["epochs"]!.GetValue<int>();
            // Of results that were published without the folders of their trials the tables remain.
            IReadOnlyDictionary<string, TrialState> tabled = File.Exists(folder.TrialsPath)
                ? TrialsTable.Read(folder.TrialsPath)
                : new Dictionary<string, TrialState>();
            return new RecordedSweep(folder, manifest, [.. records.Select(record => new RecordedTrial(
                record, folder.Find(record.Id), Epochs(record) ?? epochs, tabled.GetValueOrDefault(record.Id)))]);
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"'{folder.PlanPath}' is no plan: it does not hold a manifest and its trials. Restore it, or run the manifest again.", error);
        }
    }

    // Where the sweep sets them.
    private static int? Epochs(TrialRecord record) =>
        record.Swept.FirstOrDefault(pair => pair.Key == "training:epochs").Value is string own ? int.Parse(own, CultureInfo.InvariantCulture) : null;
}
