using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Results;

/// <summary>
/// One experiment's output, <c>results/&lt;name&gt;/</c>: <c>plan.json</c>, a folder for each trial, and the tables over all
/// trials.
/// </summary>
public sealed class ResultsFolder
{
    private ResultsFolder(string path) => FullPath = path;

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The resolved manifest and the trials.</summary>
    public string PlanPath => Path.Combine(FullPath, "plan.json");

    /// <summary>The metrics of all trials.</summary>
    public string MetricsPath => Path.Combine(FullPath, "metrics.csv");

    /// <summary>One row a trial.</summary>
    public string TrialsPath => Path.Combine(FullPath, "trials.csv");

    /// <summary>One row a group of trials that differ in the seed only.</summary>
    public string SummaryPath => Path.Combine(FullPath, "summary.csv");

    /// <summary>Makes the folder where it is missing, without a plan.</summary>
    /// <param name="path">Where.</param>
    /// <param name="made">The topmost folder that this call made; null where all were there.</param>
    /// <exception cref="UserErrorException">The folder cannot be made; folders that this call made are gone again.</exception>
    internal static ResultsFolder Make(string path, out string? made)
    {
        var folder = new ResultsFolder(Path.GetFullPath(path));
        made = MakeFolder(Path.Combine(folder.FullPath, "trials"));
        return folder;
    }

    /// <summary>Writes <c>plan.json</c>.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    internal void WritePlan(JsonNode plan) => JsonFile.Write(PlanPath, plan);

    /// <summary>Whether there is a plan.</summary>
    internal bool HasPlan => File.Exists(PlanPath);

    /// <summary>An existing folder, to read or to go on in.</summary>
    /// <exception cref="UserErrorException">There is no results folder.</exception>
    public static ResultsFolder Open(string path)
    {
        var folder = new ResultsFolder(Path.GetFullPath(path));
        if (File.Exists(folder.PlanPath)) return folder;
        throw new UserErrorException(
            ExitCode.Environment,
            $"'{folder.FullPath}' is no results folder: it has no plan.json. Check the path, or run the manifest first.");
    }

    /// <summary>The plan as written.</summary>
    /// <exception cref="UserErrorException">The plan is missing or damaged.</exception>
    public JsonNode ReadPlan() => JsonFile.Read<JsonNode>(PlanPath);

    /// <summary>The trials of the plan, in its order.</summary>
    /// <exception cref="UserErrorException">The plan is missing or damaged.</exception>
    internal IReadOnlyList<TrialRecord> ReadRecords()
    {
        try
        {
            TrialRecord[] records =
            [
                .. ReadPlan()["trials"]!.AsArray().Select(trial => new TrialRecord((string)trial!["id"]!, (long)trial["seed"]!,
                    [.. trial["swept"]!.AsObject().Select(swept => (swept.Key, (string)swept.Value!))])),
            ];
            // The id becomes a path.
            if (Array.Find(records, record => !IsTrialId(record.Id)) is TrialRecord record)
                throw new FormatException($"'{record.Id}' is no trial id");
            return records;
        }
        catch (Exception error) when (error is NullReferenceException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new UserErrorException(ExitCode.Environment,
                $"'{PlanPath}' is damaged: its trials cannot be read. Restore it, or run the manifest again.", error);
        }
    }

    /// <summary>The trials of the plan, in its order, with what has come of them so far.</summary>
    /// <exception cref="UserErrorException">The plan or a trial's state is missing or damaged.</exception>
    internal IReadOnlyList<CollectedTrial> ReadTrials() =>
        [.. ReadRecords().Select(record => new CollectedTrial(record, Locate(record.Id).ReadState()))];

    /// <summary>The folder of a trial, made where it is missing.</summary>
    /// <param name="id">The trial's id: letters, digits, '-' and '_'.</param>
    /// <exception cref="UserErrorException">The folder cannot be made, or the results folder is gone.</exception>
    public TrialFolder Trial(string id)
    {
        TrialFolder trial = Locate(id);
        // Made anew by the way, a folder that somebody removed would hold results without a plan.
        RequirePlan();
        MakeFolder(trial.FullPath);
        return trial;
    }

    /// <summary>Whether a trial has a folder.</summary>
    internal bool HasTrial(string id) => Directory.Exists(Locate(id).FullPath);

    /// <summary>The names of all folders of trials, planned or not.</summary>
    internal IEnumerable<string> TrialIds() =>
        Directory.EnumerateDirectories(Path.Combine(FullPath, "trials")).Select(folder => Path.GetFileName(folder));

    /// <summary>The state of a trial; <see cref="TrialState.Pending"/> before the first. Makes no folder.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public TrialState ReadState(string id) => Locate(id).ReadState();

    /// <summary>Ends with an error where the folder was removed or moved after it was opened.</summary>
    /// <exception cref="UserErrorException">There is no plan any more.</exception>
    public void RequirePlan()
    {
        if (File.Exists(PlanPath)) return;
        throw new UserErrorException(ExitCode.Environment,
            $"'{FullPath}' lost its plan.json while its trials ran: was it removed or moved? Move it back and resume, or run the manifest again.");
    }

    /// <summary>
    /// Writes <c>metrics.csv</c>, <c>trials.csv</c> and <c>summary.csv</c> from the trials' own files, in the plan's order. May
    /// be called at any time: trials that are not done yet are there with what they have.
    /// </summary>
    /// <exception cref="UserErrorException">A trial's file is damaged, or a table cannot be written.</exception>
    public void Collect(IReadOnlyList<TrialRecord> plan)
    {
        RequirePlan();
        CollectedTrial[] trials = [.. plan.Select(record => new CollectedTrial(record, Locate(record.Id).ReadState()))];
        AtomicFile.Write(MetricsPath, stream =>
        {
            stream.Write(AtomicFile.Utf8.GetBytes(MetricsFile.Header));
            foreach (TrialRecord record in plan) stream.Write(AtomicFile.Utf8.GetBytes(Rows(Locate(record.Id).MetricsPath)));
        });
        AtomicFile.WriteText(TrialsPath, TrialsTable.Format(trials));
        AtomicFile.WriteText(SummaryPath, SummaryTable.Format(trials));
    }

    private static string Rows(string path)
    {
        if (!File.Exists(path)) return "";
        string text = MetricsFile.ReadText(path);
        // Read for its checks: a damaged trial must not spoil the table of all.
        return MetricsFile.Parse(path, text).Count == 0 ? "" : text[MetricsFile.Header.Length..];
    }

    /// <summary>Whether a text can name a trial: letters, digits, '-' and '_'.</summary>
    internal static bool IsTrialId(string id) => id.Length > 0 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');

    private static string? MakeFolder(string path)
    {
        string? made = null;
        for (string? missing = path; missing is not null && !Directory.Exists(missing); missing = Path.GetDirectoryName(missing))
            made = missing;
        try
        {
            Directory.CreateDirectory(path);
            return made;
        }
        catch (Exception error)
        {
            if (made is not null && Directory.Exists(made)) Directory.Delete(made, recursive: true);
            if (FileErrors.Covers(error)) throw FileErrors.Writing(path, error);
            throw;
        }
    }

    /// <summary>The folder of a trial, to read: it may not exist yet.</summary>
    internal TrialFolder Find(string id) => Locate(id);

    private TrialFolder Locate(string id)
    {
        if (IsTrialId(id)) return new TrialFolder(Path.Combine(FullPath, "trials", id));
        throw new ArgumentException($"'{id}' is no trial id.", nameof(id));
    }
}
