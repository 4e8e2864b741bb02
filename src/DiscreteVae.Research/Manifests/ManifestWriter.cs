using System.Collections;
using System.Text.Json.Nodes;
using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Writes bound sections back as JSON, every default written out, in the order of the contract; of variants the one named.
/// </summary>
internal sealed class ManifestWriter(ManifestContracts contracts)
{
    /// <summary>Writes a section and everything below it.</summary>
    public JsonObject Write(object section)
    {
        SectionContract contract = contracts.For(section.GetType());
        var json = new JsonObject();
        foreach (KeyContract key in contract.Keys)
        {
            if (key.Property is { } property)
                json[key.Name] = Value(property.Get!(section));
        }
        if (contract.Selector is { } selector)
            WriteVariant(json, (string)selector.Property!.Get!(section)!, contract.Options!.Get!(section)!);
        return json;
    }

    /// <summary>Writes a whole manifest.</summary>
    public JsonObject Write(ExperimentManifest manifest, string name)
    {
        var json = new JsonObject { ["name"] = name, ["description"] = manifest.Description };
        foreach ((string key, JsonNode? value) in Write(manifest.Trial))
            json[key] = value?.DeepClone();
        json["results"] = Write(manifest.Results);
        if (manifest.Gradients is { } gradients)
            json["gradients"] = Write(gradients);
        json["sweep"] = Sweep(manifest.Sweep);
        return json;
    }

    /// <summary>Writes the options of all measured estimators into a manifest that measures gradients.</summary>
    public void AddOptions(JsonObject manifest, GradientsPlan plan)
    {
        foreach (EstimatorSection estimator in plan.Estimators)
            WriteVariant(manifest["estimator"]!.AsObject(), estimator.Name, estimator.Options);
    }

    private JsonObject Sweep(SweepSection sweep)
    {
        var json = new JsonObject
        {
            ["axes"] = new JsonObject(sweep.Axes.Select(Axis)),
            ["cases"] = new JsonArray([.. sweep.Cases.Select(Copy)]),
            ["exclude"] = new JsonArray([.. sweep.Exclude.Select(Copy)]),
        };
        if (sweep.Seeds.Count > 0)
            json["seeds"] = new JsonArray([.. sweep.Seeds.Select(seed => (JsonNode)JsonValue.Create(seed))]);
        foreach ((string key, JsonNode? value) in Write(sweep.Options))
            json[key] = value?.DeepClone();
        return json;
    }

    private static KeyValuePair<string, JsonNode?> Axis(SweepAxis axis) => new(axis.Key, axis.Range is { } range
        ? range.ToJson()
        : new JsonArray([.. axis.Values.Select(value => value?.DeepClone())]));

    private static JsonObject Copy(IEnumerable<KeyValuePair<string, JsonNode?>> pairs) =>
        new(pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));

    private JsonNode? Value(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        int or long or float or double => Number(value),
        Enum name => JsonValue.Create(ScalarBinder.NameOf(name)),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Value)]),
        NamedSchedule schedule => Schedule(schedule),
        _ => Write(value),
    };

    private static JsonNode? Number(object value) =>
        JsonNode.Parse(CanonicalJson.Number(FormattableString.Invariant($"{value:R}")));

    private JsonNode? Schedule(NamedSchedule schedule)
    {
        if (schedule.Options is ConstantOptions constant)
            return Number(constant.Value);
        var json = new JsonObject { [ManifestContracts.ScheduleKey] = schedule.Name };
        if (schedule is ScheduleSection section)
            json[ManifestContracts.PerKey] = Value(section.Per);
        WriteVariant(json, schedule.Name, schedule.Options);
        return json;
    }

    private void WriteVariant(JsonObject json, string name, object options)
    {
        JsonObject section = Write(options);
        if (section.Count > 0)
            json[name] = section;
    }
}
