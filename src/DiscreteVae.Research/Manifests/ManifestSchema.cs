using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Writes what a manifest may hold as a JSON Schema (draft 2020-12), for editors to complete, explain and check. It stands on the same
/// contracts as the binder, and accepts all that the binder accepts; rules between keys are the binder's alone.
/// </summary>
internal sealed class ManifestSchema
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private readonly ManifestContracts _contracts;
    private readonly ManifestWriter _writer;
    private readonly DocComments _comments;
    private readonly JsonObject _definitions = [];

    private ManifestSchema(ManifestContracts contracts, DocComments comments) =>
        (_contracts, _writer, _comments) = (contracts, new ManifestWriter(contracts), comments);

    /// <summary>The schema of whole manifests.</summary>
    /// <param name="vocabulary">The names that a manifest may use.</param>
    /// <exception cref="UserErrorException">The descriptions cannot be read.</exception>
    public static JsonObject Create(ManifestVocabulary vocabulary)
    {
        var comments = DocComments.Read(typeof(ManifestSchema).Assembly, typeof(Variant<>).Assembly);
        return new ManifestSchema(new ManifestContracts(vocabulary), comments).Root();
    }

    private JsonObject Root()
    {
        JsonObject header = Keys(typeof(ManifestHeader)), trial = Keys(typeof(TrialManifest));
        header["name"]!["pattern"] = ManifestLoader.NamePattern;
        var sweep = new SweepSchema(_contracts, _comments, _definitions).Section(Keys(typeof(SweepOptions)));
        var properties = new JsonObject
        {
            [ManifestBinder.SchemaKey] = new JsonObject { ["type"] = "string", ["description"] = "This schema, for editors." },
            [ManifestExtension.Key] = new JsonObject
            {
                ["type"] = "string",
                ["minLength"] = 1,
                ["description"] = "Another manifest, relative to this one's folder, over which this one is laid: sections merge, lists and values "
                    + "replace. Its name, description and results are not inherited.",
            },
            [ManifestExtension.WithoutKey] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "string" },
                ["description"] = "Key paths of the manifest extended that do not hold here, such as sweep:axes:training:seed.",
            },
        };
        // In the order in which manifests are written.
        foreach ((string key, JsonNode? value) in header.Take(2).Concat(trial).Concat(header.Skip(2)).Append(new(ManifestBinder.SweepKey, sweep)))
            properties[key] = value?.DeepClone();
        return new JsonObject
        {
            ["$schema"] = Draft,
            ["title"] = "A manifest of dvae",
            ["description"] = "The keys of a trial, and how a sweep varies them.",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["$defs"] = _definitions,
        };
    }

    private JsonObject Section(Type type, string? description)
    {
        var section = new JsonObject { ["type"] = "object" };
        if (description is not null)
            section["description"] = description;
        section["properties"] = Keys(type);
        section["additionalProperties"] = false;
        return section;
    }

    private JsonObject Keys(Type type)
    {
        SectionContract contract = _contracts.For(type);
        JsonObject defaults = contract.Create is { } create ? _writer.Write(create()) : [];
        return new JsonObject(contract.Keys.Select(key => KeyValuePair.Create(key.Name, (JsonNode?)Key(key, defaults))));
    }

    private JsonObject Key(KeyContract key, JsonObject defaults)
    {
        string? description = key.Property?.AttributeProvider is MemberInfo member ? _comments.Of(member)
            : key.Type.IsEnum ? _comments.Of(key.Type) : null;
        if (ManifestContracts.IsSchedule(key.Type))
            return Described(Schedule(key), description, defaults, key.Name);
        if (key.IsSection && key.Property is null)
            return Reference(Define(key.Type, () => Section(key.Type, _comments.Of(key.Type))));
        if (key.IsSection)
            return Section(key.Type, description);
        JsonObject schema = Element(key.Type) is { } element ? List(key, element) : Scalar(key, key.Type);
        return Described(schema, description, defaults, key.Name);
    }

    private static JsonObject Described(JsonObject schema, string? description, JsonObject defaults, string name)
    {
        if (description is not null)
            schema.Insert(0, "description", description);
        if (defaults.TryGetPropertyValue(name, out JsonNode? value))
            schema["default"] = value?.DeepClone();
        return schema;
    }

    private JsonObject Schedule(KeyContract key)
    {
        var number = new JsonObject { ["type"] = "number", ["minimum"] = 0 };
        if (key.ScheduleRule is { } rule)
        {
            number.Remove("minimum");
            number[rule.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Number(rule.Minimum);
            number["maximum"] = Number(rule.Maximum);
        }
        JsonObject section = Reference(Define(key.Type, () =>
        {
            JsonObject schedule = Section(key.Type, _comments.Of(key.Type));
            schedule["required"] = new JsonArray(ManifestContracts.ScheduleKey);
            return schedule;
        }));
        return new JsonObject { ["anyOf"] = new JsonArray(number, section) };
    }

    private JsonObject List(KeyContract key, Type element)
    {
        JsonObject items = ManifestContracts.HasKeys(element) ? Section(element, _comments.Of(element)) : Scalar(key with { Rules = [] }, element);
        if (key.ItemRule is { } rule)
            Bound(items, rule);
        var list = new JsonObject { ["type"] = "array", ["items"] = items };
        if (key.Rules.OfType<MinLengthAttribute>().SingleOrDefault() is { } least)
            list["minItems"] = least.Length;
        return list;
    }

    private JsonObject Scalar(KeyContract key, Type type)
    {
        type = System.Nullable.GetUnderlyingType(type) ?? type;
        if (key.Choice is { } kind)
            return Names(kind, key.AlsoNamed);
        if (type.IsEnum)
            return Values(type);
        string name = type == typeof(string) ? "string" : type == typeof(bool) ? "boolean"
            : type == typeof(int) || type == typeof(long) ? "integer" : "number";
        var schema = new JsonObject { ["type"] = key.Nullable ? new JsonArray(name, "null") : name };
        foreach (ValidationAttribute rule in key.Rules)
        {
            if (rule is RangeAttribute range)
                Bound(schema, range);
            else if (rule is MinLengthAttribute least)
                schema["minLength"] = least.Length;
            else if (rule is AllowedValuesAttribute allowed)
                schema["enum"] = new JsonArray([.. allowed.Values.Select(value => JsonValue.Create($"{value}"))]);
        }
        return schema;
    }

    private JsonObject Names(ChoiceKind kind, string? also)
    {
        IEnumerable<string> names = _contracts.Vocabulary.Names(kind).Concat(also is null ? [] : [also]);
        var known = new JsonObject { ["enum"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]) };
        if (kind != ChoiceKind.Dataset)
            return known;
        // '.' would leave out a line break, which a folder's name may have.
        var own = new JsonObject { ["type"] = "string", ["pattern"] = $"^{ManifestVocabulary.IdxPrefix}[\\s\\S]" };
        return new JsonObject { ["anyOf"] = new JsonArray(known, own) };
    }

    private JsonObject Values(Type type) => new()
    {
        ["oneOf"] = new JsonArray([.. Enum.GetValues(type).Cast<object>().Select(value =>
        {
            var one = new JsonObject { ["const"] = ScalarBinder.NameOf(value) };
            if (_comments.Of(type.GetField(value.ToString()!)!) is { } description)
                one["description"] = description;
            return one;
        })]),
    };

    // Bounds at the ends of a type are none.
    private static void Bound(JsonObject schema, RangeAttribute range)
    {
        double least = Convert.ToDouble(range.Minimum, CultureInfo.InvariantCulture);
        double most = Convert.ToDouble(range.Maximum, CultureInfo.InvariantCulture);
        if (least > -double.MaxValue)
            schema[range.MinimumIsExclusive ? "exclusiveMinimum" : "minimum"] = Number(least);
        if (most is < int.MaxValue or (> int.MaxValue and < long.MaxValue))
            schema[range.MaximumIsExclusive ? "exclusiveMaximum" : "maximum"] = Number(most);
    }

    private string Define(Type type, Func<JsonObject> create)
    {
        if (!_definitions.ContainsKey(type.Name))
        {
            // Before its content, which may refer to it.
            _definitions[type.Name] = null;
            _definitions[type.Name] = create();
        }
        return type.Name;
    }

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };

    private static JsonNode? Number(double value) => JsonNode.Parse(CanonicalJson.Number(value.ToString("R", CultureInfo.InvariantCulture)));

    private static Type? Element(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
