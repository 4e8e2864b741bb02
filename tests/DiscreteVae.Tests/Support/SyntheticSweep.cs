using System.Globalization;
using System.Text.Json.Nodes;

namespace DiscreteVae.Tests.Support;

/// <summary>A results folder as a sweep leaves it, with whatever statuses and values a test wants, in a folder of its own.</summary>
internal sealed class SyntheticSweep : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly JsonArray _trials = [];
    private readonly JsonObject _manifest = (JsonObject)JsonNode.Parse("""
        {
          "name": "synthetic", "description": "Made up for a test.",
          "data": { "dataset": "mnist", "folder": null, "binarization": "dynamic" },
          "estimator": { "name": "reinmax", "samples": 1 },
          "temperature": { "schedule": "exponential", "per": "step", "exponential": { "initial": 1, "rate": 1e-4, "floor": 0.5, "every": 100 } },
          "klWeight": 1,
          "training": { "epochs": 5, "learningRate": { "schedule": "cosine", "cosine": {} }, "seed": 0 }
        }
        """)!;

    /// <summary>The results folder.</summary>
    public string Path => _folder["results"];

    /// <summary>Adds a trial and writes its files and the plan.</summary>
    /// <param name="seed">Its seed.</param>
    /// <param name="swept">Swept keys with their values.</param>
    /// <param name="status">As in <c>state.json</c>; "pending" leaves no files.</param>
    /// <param name="elbo">Its test ELBO at the last epoch.</param>
    /// <param name="reason">Why it ended early.</param>
    /// <param name="epochs">Epochs done.</param>
    /// <returns>Its id.</returns>
    public string Add(long seed, (string Key, string Value)[] swept, string status = "completed", double elbo = -100, string? reason = null, int epochs = 5)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"t{_trials.Count:000}");
        _trials.Add(new JsonObject
        {
            ["index"] = _trials.Count,
            ["id"] = id,
            ["seed"] = seed,
            ["swept"] = new JsonObject(swept.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        });
        Directory.CreateDirectory(Path);
        var plan = new JsonObject { ["manifest"] = _manifest.DeepClone(), ["trials"] = _trials.DeepClone() };
        File.WriteAllText(System.IO.Path.Combine(Path, "plan.json"), plan.ToJsonString());
        if (status != "pending") Write(id, seed, swept, status, elbo, reason, epochs);
        return id;
    }

    /// <summary>The sweep that most tests look at: two settings of three seeds, and one trial of every way to end early.</summary>
    public static SyntheticSweep WithEveryEnding()
    {
        var sweep = new SyntheticSweep();
        for (int seed = 0; seed < 3; seed++)
        {
            sweep.Add(seed, Setting("straight-through", "0.001"), elbo: -110 + seed);
            sweep.Add(seed, Setting("reinmax", "0.001"), elbo: -105.5 + 1.1 * seed);
        }
        sweep.Add(0, Setting("rloo", "0.001"), "failed", reason: "out of memory\n   at Somewhere.Deep()", epochs: 2);
        sweep.Add(0, Setting("rloo", "0.1"), "diverged", reason: "the loss is NaN at step 7", epochs: 1);
        sweep.Add(1, Setting("rloo", "0.1"), "pruned", reason: "rank 4 of 4 after 2 epochs", epochs: 2);
        return sweep;
    }

    /// <summary>The two keys that <see cref="WithEveryEnding"/> sweeps.</summary>
    public static (string Key, string Value)[] Setting(string estimator, string rate) =>
        [("estimator:name", estimator), ("training:learningRate", rate)];

    /// <summary>Replaces a trial's files.</summary>
    public void Write(string id, long seed, (string Key, string Value)[] swept, string status, double elbo, string? reason = null, int epochs = 5)
    {
        string folder = System.IO.Path.Combine(Path, "trials", id);
        Directory.CreateDirectory(folder);
        string rows = string.Concat(Enumerable.Range(1, epochs).SelectMany(epoch => new[]
        {
            Row(id, seed, epoch, "train", "elbo", elbo - 10.0 / epoch), Row(id, seed, epoch, "train", "temperature", 1 - 0.1 * epoch),
            Row(id, seed, epoch, "test", "elbo", elbo - 10.0 / epoch + 10.0 / epochs),
        }));
        File.WriteAllText(System.IO.Path.Combine(folder, "metrics.csv"), "trial,seed,epoch,step,split,metric,value\n" + rows);
        var manifest = (JsonObject)_manifest.DeepClone();
        foreach ((string key, string value) in swept)
        {
            if (key == "estimator:name") manifest["estimator"]!["name"] = value;
        }
        File.WriteAllText(System.IO.Path.Combine(folder, "trial.json"), manifest.ToJsonString());
        File.WriteAllText(System.IO.Path.Combine(folder, "environment.json"), """
            { "dvaeVersion": "0.1.0", "git": { "commit": "0123456789abcdef", "dirty": false }, "runtime": ".NET 10",
              "backend": { "name": "simd", "threads": 1 }, "data": { "dataset": "mnist", "checksums": { "t10k": "abc" } },
              "commandLine": ["dvae", "run", "an experiment.json", "training:epochs=5"] }
            """);
        var state = new JsonObject
        {
            ["status"] = status,
            ["reason"] = reason,
            ["epochs"] = epochs,
            ["seconds"] = 12.5,
            ["final"] = new JsonObject { ["test_elbo"] = elbo, ["train_elbo"] = elbo - 10.0 / epochs, ["train_temperature"] = 1 - 0.1 * epochs },
        };
        File.WriteAllText(System.IO.Path.Combine(folder, "state.json"), state.ToJsonString());
    }

    public void Dispose() => _folder.Dispose();

    private static string Row(string id, long seed, int epoch, string split, string metric, double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{seed},{epoch},{600 * epoch},{split},{metric},{value:R}\n");
}
