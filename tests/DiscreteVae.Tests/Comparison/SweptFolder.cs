using System.Globalization;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Comparison;

/// <summary>A results folder whose trials have given settings and metrics, without any training.</summary>
internal sealed class SweptFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<(JsonObject Trial, JsonObject Manifest, TrialState State, string Metrics)> _trials = [];

    public string FullPath => _folder["results"];

    /// <summary>A trial with swept values as <c>key=value</c>, and its test ELBO after epoch 2.</summary>
    public SweptFolder Add(string swept, long seed, double elbo, TrialStatus status = TrialStatus.Completed)
    {
        string id = "t" + _trials.Count.ToString(CultureInfo.InvariantCulture);
        var values = new JsonObject();
        var manifest = new JsonObject { ["training"] = new JsonObject { ["seed"] = seed } };
        foreach (string[] pair in swept.Split(' ').Select(item => item.Split('=')))
        {
            values[pair[0]] = pair[1];
            DiscreteVae.Research.Manifests.KeyPath.Set(manifest, pair[0], pair[1]);
        }
        values["training:seed"] = seed.ToString(CultureInfo.InvariantCulture);
        var state = new TrialState { Status = status, Epochs = 2, Final = new Dictionary<string, double> { ["test_elbo"] = elbo, ["test_kl"] = 5 } };
        string metrics = MetricsFile.Header + string.Create(CultureInfo.InvariantCulture, $"{id},{seed},1,10,test,elbo,{elbo - 10}\n{id},{seed},2,20,test,elbo,{elbo}\n");
        _trials.Add((new JsonObject { ["id"] = id, ["seed"] = seed, ["swept"] = values }, manifest, state, metrics));
        return this;
    }

    /// <summary>Writes it all.</summary>
    public SweptFolder Write()
    {
        var plan = new JsonObject { ["trials"] = new JsonArray([.. _trials.Select(item => item.Trial)]) };
        ResultsFolder folder = PlannedFolder.Create(FullPath, plan);
        foreach ((JsonObject trial, JsonObject manifest, TrialState state, string metrics) in _trials)
        {
            TrialFolder one = folder.Trial((string)trial["id"]!);
            one.WriteManifest(manifest);
            one.WriteState(state);
            File.WriteAllText(one.MetricsPath, metrics);
        }
        folder.Collect([.. folder.ReadTrials().Select(trial => trial.Record)]);
        return this;
    }

    public Task<DvaeCommand> CompareAsync(params string[] arguments) => DvaeCommand.RunAsync(["compare", FullPath, .. arguments]);

    public void Dispose() => _folder.Dispose();
}
