using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// A manifest to begin with: every key with its value written out, and above it what it means and may be. It stands on the same
/// contracts as the binder and on the doc comments of the sections, so that it says what this version does.
/// </summary>
internal sealed class ManifestTemplate
{
    private const int MostColumns = 120;
    private const string GradientsKey = "gradients";

    private readonly ManifestContracts _contracts;
    private readonly DocComments _comments;
    private readonly StringBuilder _text = new();

    private ManifestTemplate(ManifestVocabulary vocabulary, DocComments comments) =>
        (_contracts, _comments) = (new ManifestContracts(vocabulary), comments);

    /// <summary>Writes the template.</summary>
    /// <param name="name">The experiment's name.</param>
    /// <param name="overrides">Pairs <c>key:path=value</c> that differ from the defaults.</param>
    /// <param name="vocabulary">The names that a manifest may use.</param>
    /// <exception cref="UserErrorException">The name or an override is wrong, or the descriptions cannot be read.</exception>
    public static string Create(string name, IReadOnlyList<string> overrides, ManifestVocabulary vocabulary)
    {
        ExperimentPlan plan = ManifestLoader.LoadDefaults(name, overrides, vocabulary);
        var template = new ManifestTemplate(vocabulary, DocComments.Read(typeof(ManifestTemplate).Assembly, typeof(Variant<>).Assembly));
        JsonObject manifest = plan.Resolved;
        // Resolved manifests have it only where somebody measures gradients.
        if (!manifest.ContainsKey(GradientsKey))
            manifest.Insert(manifest.IndexOf(ManifestBinder.SweepKey), GradientsKey, new ManifestWriter(template._contracts).Write(new GradientsSection()));
        template.Write(manifest);
        return template._text.ToString();
    }

    private void Write(JsonObject manifest)
    {
        _text.Append("// An experiment of dvae. Keys may be left out: these are their defaults. Check it with: dvae plan, run it with: dvae run.\n{\n");
        int left = manifest.Count;
        foreach ((string key, JsonNode? value) in manifest)
        {
            string comma = --left > 0 ? "," : "";
            if (key == ManifestBinder.SweepKey) WriteSweep(key, value!.AsObject(), comma);
            else WriteKey(TopLevel(key), key, value, 1, comma);
            if (left > 0) _text.Append('\n');
        }
        _text.Append("}\n");
    }

    private KeyContract TopLevel(string key) =>
        _contracts.For(typeof(TrialManifest)).Find(key) ?? _contracts.For(typeof(ManifestHeader)).Find(key)
        ?? throw new InvalidOperationException($"The manifest's key '{key}' has no contract.");

    private void WriteKey(KeyContract? contract, string key, JsonNode? value, int depth, string comma)
    {
        if (contract is not null) Comment(Meaning(contract), depth);
        Indent(depth).Append(JsonSerializer.Serialize(key)).Append(": ");
        if (value is JsonObject section && contract is { IsSection: true }) WriteSection(contract.Type, section, depth);
        else _text.Append(value?.ToJsonString() ?? "null");
        _text.Append(comma).Append('\n');
    }

    private void WriteSection(Type type, JsonObject section, int depth)
    {
        _text.Append("{\n");
        SectionContract contract = _contracts.For(type);
        int left = section.Count;
        foreach ((string key, JsonNode? value) in section) WriteKey(contract.Find(key), key, value, depth + 1, --left > 0 ? "," : "");
        Indent(depth).Append('}');
    }

    // Its keys are key paths, which no contract lists.
    private void WriteSweep(string name, JsonObject sweep, string comma)
    {
        Comment(_comments.Of(typeof(SweepSection)) ?? "", 1);
        Comment("For example \"axes\": { \"estimator:name\": [\"reinforce\", \"rloo\"], \"training:seed\": [0, 1, 2] }.", 1);
        Indent(1).Append(JsonSerializer.Serialize(name)).Append(": {\n");
        int left = sweep.Count;
        SectionContract options = _contracts.For(typeof(SweepOptions));
        foreach ((string key, JsonNode? value) in sweep)
        {
            PropertyInfo? property = typeof(SweepSection).GetProperty(char.ToUpperInvariant(key[0]) + key[1..]);
            if (property is not null) Comment(_comments.Of(property) ?? "", 2);
            WriteKey(options.Find(key), key, value, 2, --left > 0 ? "," : "");
        }
        Indent(1).Append('}').Append(comma).Append('\n');
    }

    private string Meaning(KeyContract key)
    {
        string meaning = (key.Property?.AttributeProvider is MemberInfo member ? _comments.Of(member) : null)
            ?? _comments.Of(Nullable.GetUnderlyingType(key.Type) ?? key.Type) ?? "";
        return string.Join(' ', new[] { meaning, Values(key) }.Where(part => part.Length > 0));
    }

    private string Values(KeyContract key)
    {
        Type type = Nullable.GetUnderlyingType(key.Type) ?? key.Type;
        if (key.Choice is { } kind) return $"One of {string.Join(", ", _contracts.Vocabulary.Names(kind))}.";
        if (type.IsEnum) return $"One of {string.Join(", ", Enum.GetValues(type).Cast<object>().Select(ScalarBinder.NameOf))}.";
        if (key.ScheduleRule is not null) return $"Or a schedule: {string.Join(", ", _contracts.Vocabulary.Names(ChoiceKind.Schedule))}.";
        RangeAttribute? range = key.ItemRule ?? key.Rules.OfType<RangeAttribute>().FirstOrDefault();
        if (range is null || Equals(range.Minimum, double.MinValue)) return "";
        string from = string.Create(CultureInfo.InvariantCulture, $"{(key.ItemRule is null ? "From" : "Each from")} {range.Minimum}");
        return range.Maximum is int.MaxValue or long.MaxValue ? from + "." : string.Create(CultureInfo.InvariantCulture, $"{from} to {range.Maximum}.");
    }

    private void Comment(string text, int depth)
    {
        int room = MostColumns - 2 * depth - 3;
        var line = new StringBuilder();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > room) Flush();
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        if (line.Length > 0) Flush();

        void Flush()
        {
            Indent(depth).Append("// ").Append(line).Append('\n');
            line.Clear();
        }
    }

    private StringBuilder Indent(int depth) => _text.Append(' ', 2 * depth);
}
