using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Results;

/// <summary>One trial's files: <c>results/&lt;name&gt;/trials/&lt;id&gt;/</c>.</summary>
public sealed class TrialFolder
{
    internal TrialFolder(string path) => FullPath = path;

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>The metrics of the trial; see <see cref="MetricsWriter"/>.</summary>
    public string MetricsPath => Path.Combine(FullPath, "metrics.csv");

    /// <summary>The weights; see <see cref="Checkpoint"/>.</summary>
    public string CheckpointPath => Path.Combine(FullPath, "checkpoint.safetensors");

    /// <summary>The picture of the ELBO over the epochs.</summary>
    public string PlotPath => Path.Combine(FullPath, "elbo.png");

    /// <summary>Test images and what the model makes of them.</summary>
    public string ReconstructionsPath => Path.Combine(FullPath, "reconstructions.png");

    /// <summary>The checkpoints, newest first.</summary>
    internal CheckpointSeries Checkpoints => new(CheckpointPath);

    private string EnvironmentPath => Path.Combine(FullPath, "environment.json");

    private string StatePath => Path.Combine(FullPath, "state.json");

    /// <summary>Writes <c>trial.json</c>: the manifest of this trial with every default filled in.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WriteManifest(JsonNode resolved) => JsonFile.Write(Path.Combine(FullPath, "trial.json"), resolved);

    /// <summary>Writes <c>environment.json</c>.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WriteEnvironment(EnvironmentRecord environment) => JsonFile.Write(EnvironmentPath, environment);

    /// <summary>Where the trial ran so far, earliest first; nothing that could not be read.</summary>
    internal IReadOnlyList<EnvironmentRecord> ReadSessions()
    {
        try
        {
            EnvironmentRecord? last = File.Exists(EnvironmentPath) ? JsonFile.Read<EnvironmentRecord>(EnvironmentPath) : null;
            return last is null ? [] : [.. last.EarlierSessions, last with { EarlierSessions = [] }];
        }
        catch (UserErrorException)
        {
            // A record of the past; nothing that a trial needs to go on.
            return [];
        }
    }

    /// <summary>Writes <c>state.json</c>.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WriteState(TrialState state) => JsonFile.Write(StatePath, state);

    /// <summary>The state last written; <see cref="TrialState.Pending"/> before the first.</summary>
    /// <exception cref="UserErrorException">The file is damaged.</exception>
    public TrialState ReadState() => File.Exists(StatePath) ? JsonFile.Read<TrialState>(StatePath) : TrialState.Pending;

    /// <summary>Removes what an earlier run left, so that the trial is as if it had never begun.</summary>
    /// <exception cref="UserErrorException">A file cannot be removed.</exception>
    public void Clear()
    {
        // What it measured, drew and learned; the state last: until then the trial is not taken for one that was never begun.
        Checkpoints.RemoveAll();
        foreach (string pattern in new[] { "*.csv", "*.png" })
        {
            foreach (string path in Directory.GetFiles(FullPath, pattern)) Remove(path);
        }
        Remove(StatePath);
    }

    /// <summary>Forgets how the trial ended; what it learned stays.</summary>
    /// <exception cref="UserErrorException">The file cannot be removed.</exception>
    public void ClearState() => Remove(StatePath);

    private static void Remove(string path)
    {
        try
        {
            if (File.Exists(path)) File.Delete(path);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Writing(path, error);
        }
    }
}
