using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CsCheck;
using DiscreteVae.Research;
using DiscreteVae.Research.Manifests;
using Json.Schema;

namespace DiscreteVae.Tests.Manifests;

/// <summary>Manifests broken at random: only the one kind of error comes out, and no misspelt key goes in.</summary>
public sealed class MutatedManifestTests
{
    /// <summary>A manifest with a value for every key.</summary>
    internal const string Whole = """
        {
          "$schema": "manifest.schema.json", "name": "whole", "description": "Every key there is",
          "data": { "dataset": "mnist", "folder": null, "binarization": "static", "validation": 10,
            "augmentation": { "shift": 1, "flip": 0.5, "rotation": 5.0, "scale": 0.1, "shear": 1 } },
          "model": { "latents": 4, "categories": 8, "hidden": [512, 256],
            "activation": "leaky-relu", "negativeSlope": 0.01, "prior": "uniform" },
          "estimator": { "name": "reinforce", "samples": 1, "reinforce": { "baseline": "constant", "baselineValue": 125 },
            "gumbel-softmax": { "hard": true, "noise": 1.0 } },
          "temperature": { "schedule": "exponential", "exponential": { "initial": 1, "rate": 1e-5, "floor": 0.5, "every": 100 },
            "constant": { "value": 1 } },
          "klWeight": { "schedule": "piecewise", "per": "epoch", "piecewise": { "segments": [
            { "length": 2, "value": { "schedule": "linear", "linear": { "initial": 0, "final": 1, "length": 2 } } }, { "value": 1.0 }] },
            "cyclical": { "initial": 0, "final": 1, "period": 10, "ratio": 0.5 }, "step": { "initial": 1, "factor": 0.5, "every": 10, "floor": 0 },
            "cosine": { "initial": 1, "final": 0, "length": 100, "warmup": 10 } },
          "training": { "epochs": 160, "batchSize": 100, "optimizer": "adam", "learningRate": 5e-4, "seed": 0,
            "freeBits": { "nats": 0.5, "per": "total" }, "adam": { "beta1": 0.9, "beta2": 0.999 } },
          "evaluation": { "every": 1 },
          "compute": { "backend": "simd", "threads": 1, "loaders": 2 },
          "results": { "folder": "elsewhere" },
          "gradients": { "estimators": ["reinforce"], "temperatures": [0.5], "epochs": [0], "draws": 64, "batch": 10,
            "reference": "enumeration", "maximumCodes": 1000, "referenceDraws": 64, "warmup": 0 },
          "sweep": { "axes": { "estimator:name": ["reinforce", "straight-through"], "training:batchSize": [10, 20] },
            "cases": [{ "model:latents": 2, "temperature:constant:value": 2 }, { "model:latents": 3 }],
            "exclude": [{ "model:latents": 3, "estimator:name": "reinforce" }], "seeds": [0, 1],
            "strategy": "grid", "random": { "budget": 5, "seed": 1 },
            "successive-halving": { "reduction": 2, "minimumEpochs": 1, "rungs": 2, "metric": "test_elbo", "candidates": "grid" } }
        }
        """;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e400", "-1e400", "NaN", "Infinity",
        "99999999999999999999", "1e-400", "0x10",
        "\"\"", "[]", "{}", "[[1]]", "\"ten\"", "1.5", "//", "/*", "\\ud800", "\u0000", "ü", "\n",
    ];

    private static readonly string[] Values =
        ["null", "true", "-1", "0", "1e400", "1e308", "\"NaN\"", "\"\"", "[]", "{}", "[null]", "[{}]", "{\"a\":1}"];

    // Where keys and values begin and end, so that most mutations leave the JSON whole and reach the binder.
    private static readonly int[] Edges = [.. Whole.Select((c, i) =>
        (c, i)).Where(pair => "{}[],:\" ".Contains(pair.c, StringComparison.Ordinal)).Select(pair => pair.i)];

    // A key path, what is wrong, and a place: file, line and column. What is no JSON has no keys.
    private static readonly Regex Told = new(@"\A(?:not valid JSON|\S.*?): .+ \(\S+[\\/]m\.json:\d+:\d+\)\z");

    private static readonly Lazy<JsonSchema> Schema = new(() => JsonSchema.FromText(ManifestSchema.Create(StandIns.Vocabulary).ToJsonString()));

    private static readonly string[] KeyPaths = [.. KeysOf(JsonNode.Parse(Whole)!.AsObject(), "")];

    [Fact]
    public void The_whole_manifest_is_valid() => Assert.Equal(12, ManifestFile.Load(Whole).Trials.Count);

    [Fact]
    public void A_broken_text_gives_the_one_kind_of_error_or_a_plan() =>
        Gen.Select(Gen.Int[0, Edges.Length - 2], Gen.Int[0, 3], OneOf(Pieces)).Sample((edge, span, piece) =>
        {
            int from = Edges[edge], to = Edges[Math.Min(edge + span, Edges.Length - 1)];
            LoadsOrTells(Encoding.UTF8.GetBytes(Whole[..from] + piece + Whole[to..]));
        }, iter: 200);

    [Fact]
    public void Broken_bytes_give_the_one_kind_of_error_or_a_plan() =>
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Byte, Gen.Int[0, 20]).Sample((at, value, cut) =>
        {
            byte[] content = Encoding.UTF8.GetBytes(Whole);
            content[at] = value;
            LoadsOrTells(cut == 0 ? content[..at] : content);
        }, iter: 200);

    [Fact]
    public void A_value_of_another_kind_gives_the_one_kind_of_error_or_a_plan() =>
        Gen.Select(OneOf(KeyPaths), OneOf(Values)).Sample((path, value) =>
        {
            JsonObject root = JsonNode.Parse(Whole)!.AsObject();
            Parent(root, path, out string key)[key] = JsonNode.Parse(value);
            LoadsOrTells(Encoding.UTF8.GetBytes(root.ToJsonString()));
        }, iter: 200);

    [Fact]
    public void A_misspelt_key_is_never_accepted() =>
        Gen.Select(OneOf(KeyPaths), Gen.Int[0, 4], Gen.Int[0, 40], Gen.Char['a', 'z']).Sample((path, kind, position, letter) =>
        {
            JsonObject root = JsonNode.Parse(Whole)!.AsObject();
            JsonObject section = Parent(root, path, out string key);
            string misspelt = Misspell(key, kind, position % key.Length, letter);
            if (misspelt == key)
                misspelt += "x";
            JsonNode? value = section[key]?.DeepClone();
            section.Remove(key);
            section[misspelt] = value;
            UserErrorException error = Assert.Throws<UserErrorException>(() => ManifestFile.Load(root.ToJsonString()));
            Assert.Contains(ManifestErrors.Shown(misspelt), error.Message, StringComparison.Ordinal);
            Assert.All(error.Message.Split('\n'), line => Assert.Matches(Told, line));
            Assert.False(ManifestSchemaTests.Accepts(Schema.Value, root.ToJsonString()));
        }, iter: 200);

    [Fact]
    public void Broken_overrides_give_the_one_kind_of_error_or_a_plan() =>
        Gen.Select(OneOf(KeyPaths), OneOf(Pieces), OneOf("=", ":", "", ":0=", "==", ":=")).Sample((path, value, separator) =>
            LoadsOrTells(Encoding.UTF8.GetBytes(Whole), path + separator + value), iter: 200);

    private static Gen<string> OneOf(params string[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static void LoadsOrTells(byte[] content, params string[] overrides)
    {
        try
        {
            ExperimentPlan plan = ManifestFile.Load(content, [], overrides);
            Assert.NotEmpty(plan.Trials);
            if (overrides.Length == 0)
                Assert.True(ManifestSchemaTests.Accepts(Schema.Value, Encoding.UTF8.GetString(content)), "The schema refuses what is valid.");
        }
        catch (UserErrorException e)
        {
            Assert.Equal(ExitCode.Usage, e.ExitCode);
            Assert.All(e.Message.Split('\n'), line => Assert.False(string.IsNullOrWhiteSpace(line)));
            if (overrides.Length == 0)
                Assert.All(e.Message.Split('\n'), line => Assert.Matches(Told, line));
        }
    }

    private static string Misspell(string key, int kind, int at, char letter) => kind switch
    {
        0 => key.Insert(at, letter.ToString()),
        1 when key.Length > 1 => key.Remove(at, 1),
        2 when at > 0 => string.Concat(key.AsSpan(0, at - 1), [key[at], key[at - 1]], key.AsSpan(at + 1)),
        3 => string.Concat(key.AsSpan(0, at), key[at..(at + 1)].ToUpperInvariant(), key.AsSpan(at + 1)),
        _ => string.Concat(key.AsSpan(0, at), [letter], key.AsSpan(at + 1)),
    };

    // Paths with '/' between keys, since keys of the sweep hold ':'.
    private static IEnumerable<string> KeysOf(JsonNode? node, string path) => node switch
    {
        JsonObject section => section.SelectMany(pair => KeysOf(pair.Value, $"{path}{pair.Key}/").Prepend(path + pair.Key)),
        JsonArray list => list.SelectMany((item, i) => KeysOf(item, FormattableString.Invariant($"{path}{i}/"))),
        _ => [],
    };

    private static JsonObject Parent(JsonObject root, string path, out string key)
    {
        string[] keys = path.Split('/');
        key = keys[^1];
        return keys[..^1].Aggregate((JsonNode)root, (node, name) =>
            (node is JsonArray list ? list[int.Parse(name, CultureInfo.InvariantCulture)] : node[name])!).AsObject();
    }
}
