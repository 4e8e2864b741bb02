using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// The part of the schema that describes <c>sweep</c>: its keys are key paths of a trial, each with the schema of its own key.
/// </summary>
internal sealed class SweepSchema(ManifestContracts contracts, DocComments comments, JsonObject definitions)
{
    private const string RangeName = nameof(SweepRange);
    private const string SettingName = "Setting";

    /// <summary>The section.</summary>
    /// <param name="options">The schemas of the keys that are no key paths.</param>
    public JsonObject Section(JsonObject options)
    {
        definitions[RangeName] = Range();
        definitions[SettingName] = Keyed("Key paths with their values.", path => Reference(path.Pointer));
        JsonObject settings = Reference($"#/$defs/{SettingName}");
        var properties = new JsonObject
        {
            ["axes"] = Keyed(Describe(nameof(SweepSection.Axes)), Axis),
            ["cases"] = List(Describe(nameof(SweepSection.Cases)), settings),
            ["exclude"] = List(Describe(nameof(SweepSection.Exclude)), settings),
            ["seeds"] = Seeds(),
        };
        foreach ((string key, JsonNode? value) in options)
            properties[key] = value?.DeepClone();
        return new JsonObject
        {
            ["type"] = "object",
            ["description"] = comments.Of(typeof(SweepSection)),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Keyed(string? description, Func<SweptPath, JsonObject> schema) => new()
    {
        ["type"] = "object",
        ["description"] = description,
        ["properties"] = new JsonObject(Paths(typeof(TrialManifest), "", "#")
            .Select(path => KeyValuePair.Create(path.Path, (JsonNode?)schema(path)))),
        ["additionalProperties"] = false,
    };

    private static JsonObject Axis(SweptPath path)
    {
        var values = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Reference(path.Pointer),
            ["minItems"] = 1,
            ["uniqueItems"] = true,
        };
        return path.IsNumber ? new JsonObject { ["anyOf"] = new JsonArray(values, Reference($"#/$defs/{RangeName}")) } : values;
    }

    private JsonObject Seeds() => new()
    {
        ["description"] = Describe(nameof(SweepSection.Seeds)) + " A count, from training:seed on, or a list.",
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = SweepSeeds.MostSeeds },
            new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
                ["minItems"] = 1,
                ["uniqueItems"] = true,
            }),
    };

    private JsonObject Range() => new()
    {
        ["type"] = "object",
        ["description"] = "Numbers to draw from, between two.",
        ["properties"] = new JsonObject(Enum.GetValues<SweepRangeKind>().Select(kind => KeyValuePair.Create(
            ScalarBinder.NameOf(kind),
            (JsonNode?)new JsonObject
            {
                ["type"] = "array",
                ["description"] = comments.Of(typeof(SweepRangeKind).GetField(kind.ToString())!),
                ["items"] = new JsonObject { ["type"] = kind == SweepRangeKind.Integer ? "integer" : "number" },
                ["minItems"] = 2,
                ["maxItems"] = 2,
            }))),
        ["additionalProperties"] = false,
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
    };

    private static JsonObject List(string? description, JsonObject items) =>
        new() { ["type"] = "array", ["description"] = description, ["items"] = items.DeepClone() };

    private static JsonObject Reference(string pointer) => new() { ["$ref"] = pointer };

    private string? Describe(string property) => comments.Of(typeof(SweepSection).GetProperty(property)!);

    // Each key path with the place of its schema: sections lie within each other, but what several keys share is a definition.
    private IEnumerable<SweptPath> Paths(Type type, string path, string pointer)
    {
        foreach (KeyContract key in contracts.For(type).Keys)
        {
            string keyPath = KeyPath.Join(path, key.Name), keyPointer = $"{pointer}/properties/{key.Name}";
            if (SweepExpander.Uncounted.Any(section => KeyPath.Covers(section, keyPath)))
                continue;
            bool shared = key.Property is null || ManifestContracts.IsSchedule(key.Type);
            yield return new SweptPath(keyPath, keyPointer, IsNumeric(key.Type));
            if (key.IsSection)
            {
                foreach (SweptPath below in Paths(key.Type, keyPath, shared ? $"#/$defs/{key.Type.Name}" : keyPointer))
                    yield return below;
            }
        }
    }

    private static bool IsNumeric(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return ManifestContracts.IsSchedule(type)
            || type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double);
    }

    private sealed record SweptPath(string Path, string Pointer, bool IsNumber);
}
