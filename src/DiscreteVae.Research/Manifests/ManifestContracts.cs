using System.Collections;
using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// What every section of a manifest may hold, read from the section's records and the vocabulary. Binding, writing, the known
/// keys of a sweep and the spelling of errors all stand on this one description.
/// </summary>
internal sealed class ManifestContracts(ManifestVocabulary vocabulary)
{
    /// <summary>Names a schedule.</summary>
    public const string ScheduleKey = "schedule";

    /// <summary>Names the unit of a schedule's times.</summary>
    public const string PerKey = "per";

    // Strict options: names are matched exactly, and the annotations of nullable references say where null is a value.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    private readonly ConcurrentDictionary<Type, SectionContract> _contracts = new();

    /// <summary>The names that values are checked against.</summary>
    public ManifestVocabulary Vocabulary { get; } = vocabulary;

    /// <summary>The contract of a section's record.</summary>
    public SectionContract For(Type type) =>
        _contracts.GetOrAdd(type, type => IsSchedule(type) ? Schedule(type) : Read(type));

    /// <summary>The key paths below a section, sections included, in the order in which they are written.</summary>
    public IEnumerable<string> Paths(Type type, string path = "") =>
        For(type).Keys.SelectMany(key =>
        {
            string keyPath = KeyPath.Join(path, key.Name);
            return key.IsSection ? Paths(key.Type, keyPath).Prepend(keyPath) : [keyPath];
        });

    /// <summary>The type is written as a number or as a schedule's section.</summary>
    public static bool IsSchedule(Type type) => typeof(NamedSchedule).IsAssignableFrom(type);

    /// <summary>The type is written as a section of keys.</summary>
    public static bool HasKeys(Type type) =>
        type.IsClass && type != typeof(string) && !typeof(IEnumerable).IsAssignableFrom(type);

    private SectionContract Read(Type type)
    {
        JsonTypeInfo info = Options.GetTypeInfo(type);
        Func<object> create = info.CreateObject
            ?? throw new NotSupportedException($"{type} needs a public constructor without parameters.");
        var keys = new List<KeyContract>();
        SectionContract contract = new(type, keys, create);
        foreach (JsonPropertyInfo property in info.Properties)
        {
            if (Attribute<OptionsOfAttribute>(property) is null)
                keys.Add(Key(property));
        }
        foreach (JsonPropertyInfo property in info.Properties)
        {
            if (Attribute<OptionsOfAttribute>(property) is not { } options)
                continue;
            KeyContract selector = keys.Single(key => key.Name == Options.PropertyNamingPolicy!.ConvertName(options.Selector));
            keys.AddRange(VariantKeys(selector.Choice!.Value));
            contract = contract with { Selector = selector, Options = property };
        }
        return contract;
    }

    // Times within a schedule are in the unit of the whole: what it is made of has no unit of its own.
    private SectionContract Schedule(Type type)
    {
        var selector = new KeyContract(ScheduleKey, typeof(string), null) { Choice = ChoiceKind.Schedule };
        KeyContract[] unit = type == typeof(ScheduleSection) ? [new KeyContract(PerKey, typeof(ScheduleUnit), null)] : [];
        KeyContract[] keys = [selector, .. unit, .. VariantKeys(ChoiceKind.Schedule)];
        return new SectionContract(type, keys, null) { Selector = selector };
    }

    private IEnumerable<KeyContract> VariantKeys(ChoiceKind kind) =>
        Vocabulary.Variants(kind).Select(variant => new KeyContract(variant.Key, variant.Value, null) { IsSection = true });

    private static KeyContract Key(JsonPropertyInfo property) =>
        new(property.Name, property.PropertyType, property)
        {
            Choice = Attribute<RegisteredAttribute>(property)?.Kind,
            AlsoNamed = Attribute<RegisteredAttribute>(property)?.Also,
            Nullable = property.PropertyType.IsValueType
                ? System.Nullable.GetUnderlyingType(property.PropertyType) is not null
                : property.IsSetNullable,
            IsSection = HasKeys(property.PropertyType),
            Rules = [.. Attributes<ValidationAttribute>(property)],
            ItemRule = Attribute<ItemRangeAttribute>(property)?.Range,
            ScheduleRule = Attribute<ScheduleRangeAttribute>(property),
        };

    private static T? Attribute<T>(JsonPropertyInfo property) where T : Attribute => Attributes<T>(property).SingleOrDefault();

    private static IEnumerable<T> Attributes<T>(JsonPropertyInfo property) where T : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(T), true).Cast<T>() ?? [];
}
