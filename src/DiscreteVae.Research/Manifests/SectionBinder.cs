using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Binds sections of a manifest to their records, strictly, by the contract of each. A deserialiser stops at its first error;
/// this goes on, so that all errors are told at once. What fails to bind keeps its default, which is never used once there is an
/// error.
/// </summary>
internal sealed class SectionBinder(ManifestContracts contracts, ManifestTree tree, ManifestErrors errors)
{
    /// <summary>Binds a section and everything below it.</summary>
    /// <param name="type">The section's record.</param>
    /// <param name="node">The section in JSON.</param>
    /// <param name="path">Its key path.</param>
    public object Bind(Type type, JsonObject node, string path)
    {
        int before = errors.Count;
        SectionContract contract = contracts.For(type);
        object section = contract.Create!();
        var rules = new SectionRules(path, section, Report);
        ReportUnknown(node, contract.Keys.Select(key => key.Name), path);
        foreach (KeyContract key in contract.Keys)
        {
            if (key.Property is null)
                continue;
            string keyPath = KeyPath.Join(path, key.Name);
            bool given = node.TryGetPropertyValue(key.Name, out JsonNode? value);
            if (given ? TryBind(key, value, keyPath, out object? bound) : TryDefault(key, keyPath, out bound))
            {
                key.Property.Set!(section, bound);
                if (given)
                    rules.Check(key, bound, keyPath);
            }
        }
        if (contract.Selector is { } selector)
            contract.Options!.Set!(section, BindVariants(contract, node, path, (string)selector.Property!.Get!(section)!));
        if (errors.Count == before)
            rules.CheckWhole(contract);
        return section;
    }

    /// <summary>Reports keys that are not known here, with what they were meant to be.</summary>
    public void ReportUnknown(JsonObject node, IEnumerable<string> known, string path)
    {
        string[] names = [.. known];
        foreach ((string key, _) in node)
        {
            if (!names.Contains(key, StringComparer.Ordinal))
                Report(KeyPath.Join(path, key), $"unknown key; {HintFor(path, key, names)}");
        }
    }

    /// <summary>Reports an error at a key path.</summary>
    public void Report(string path, string message) => errors.Add(path, message, tree.OriginOf(path)?.Where);

    private string HintFor(string path, string key, string[] siblings)
    {
        string[] paths = [.. contracts.Paths(typeof(TrialManifest))];
        bool isPart = paths.Any(path => path == key || path.EndsWith(KeyPath.Separator + key, StringComparison.Ordinal));
        return (isPart || Spelling.Meant(key, siblings) is null) && Spelling.MeantPath(KeyPath.Join(path, key), paths) is { } elsewhere
            ? $"did you mean '{elsewhere}', each part a section of its own?"
            : Spelling.Hint(key, siblings);
    }

    private bool TryDefault(KeyContract key, string path, out object? value)
    {
        // An absent section is an empty one: its variants' options need their defaults too.
        value = key.IsSection && !ManifestContracts.IsSchedule(key.Type) ? Bind(key.Type, [], path) : null;
        return value is not null;
    }

    private bool TryBind(KeyContract key, JsonNode? node, string path, out object? value)
    {
        value = null;
        if (node is null)
        {
            if (!key.Nullable)
                Report(path, "null is not allowed; leave the key out for its default");
            return key.Nullable;
        }
        if (ManifestContracts.IsSchedule(key.Type))
            value = BindSchedule(key.Type, node, path);
        else if (key.IsSection)
            value = TrySection(node, path, out JsonObject? section) ? Bind(key.Type, section, path) : null;
        else if (ElementOf(key.Type) is { } element)
            value = BindList(key, element, node, path);
        else
            value = BindScalar(Nullable.GetUnderlyingType(key.Type) ?? key.Type, node, path);
        return value is not null && (key.Choice is not { } kind || value is not string name || IsKnown(kind, name, path));
    }

    private object? BindScalar(Type type, JsonNode node, string path)
    {
        object? value = ScalarBinder.Bind(type, node, tree.TextOf(path), out string problem);
        if (value is null)
            Report(path, problem);
        return value;
    }

    private Array? BindList(KeyContract key, Type element, JsonNode node, string path)
    {
        if (node is not JsonArray items)
        {
            Report(path, $"expected a list such as [1, 2], but got {ScalarBinder.Describe(node)}");
            return null;
        }
        var list = Array.CreateInstance(element, items.Count);
        for (int i = 0; i < items.Count; i++)
        {
            string itemPath = KeyPath.Item(path, i);
            if (items[i] is not { } item)
                Report(itemPath, "null is not allowed in a list");
            else if (ManifestContracts.HasKeys(element))
            {
                if (TrySection(item, itemPath, out JsonObject? section))
                    list.SetValue(Bind(element, section, itemPath), i);
            }
            else if (BindScalar(element, item, itemPath) is { } value)
            {
                list.SetValue(value, i);
                if (key.Choice is { } kind && (string)value != key.AlsoNamed)
                    IsKnown(kind, (string)value, itemPath);
                if (key.ItemRule is { } rule && !rule.IsValid(value))
                    Report(itemPath, SectionRules.Describe(rule, value));
            }
        }
        return list;
    }

    private NamedSchedule? BindSchedule(Type type, JsonNode node, string path)
    {
        if (node.GetValueKind() == JsonValueKind.Number)
        {
            if (BindScalar(typeof(double), node, path) is not double constant)
                return null;
            return type == typeof(ScheduleSection) ? ScheduleSection.Constant(constant) : NamedSchedule.Constant(constant);
        }
        if (node is not JsonObject section)
        {
            const string Example = "{ \"schedule\": \"exponential\" }";
            Report(path, $"expected a number or a schedule such as {Example}, but got {ScalarBinder.Describe(node)}");
            return null;
        }
        int before = errors.Count;
        SectionContract contract = contracts.For(type);
        KeyContract selector = contract.Selector!;
        ReportUnknown(section, contract.Keys.Select(key => key.Name), path);
        string selectorPath = KeyPath.Join(path, selector.Name);
        object? bound = null;
        if (!section.TryGetPropertyValue(selector.Name, out JsonNode? selected))
            Report(selectorPath, $"is missing; name one of {string.Join(", ", contracts.Vocabulary.Schedules.Names)}");
        else
            TryBind(selector, selected, selectorPath, out bound);
        var name = bound as string;
        object options = BindVariants(contract, section, path, name);
        ScheduleUnit unit = contract.Find(ManifestContracts.PerKey) is null ? default : BindUnit(section, path);
        if (errors.Count > before || name is null)
            return null;
        ISchedule schedule = contracts.Vocabulary.Schedules[name].Create(options);
        if (type != typeof(ScheduleSection))
            return new NamedSchedule(name, options, schedule);
        if (unit == ScheduleUnit.Run && schedule.Horizon > 1)
        {
            Report(KeyPath.Join(path, name), FormattableString.Invariant(
                $"the time {schedule.Horizon} is beyond the end: per run, times are fractions of the run, from 0 to 1"));
        }
        return new ScheduleSection(name, options, schedule) { Per = unit };
    }

    private ScheduleUnit BindUnit(JsonObject section, string path)
    {
        string unitPath = KeyPath.Join(path, ManifestContracts.PerKey);
        if (!section.TryGetPropertyValue(ManifestContracts.PerKey, out JsonNode? node))
            return default;
        if (node is null)
            Report(unitPath, "null is not allowed; leave the key out for its default");
        return node is not null && BindScalar(typeof(ScheduleUnit), node, unitPath) is ScheduleUnit unit ? unit : default;
    }

    // Every variant's section is validated, whichever is named: a sweep may change the name alone.
    private object BindVariants(SectionContract contract, JsonObject node, string path, string? selected)
    {
        object options = new NoOptions();
        IReadOnlyDictionary<string, Type> variants = contracts.Vocabulary.Variants(contract.Selector!.Choice!.Value);
        foreach ((string name, Type type) in variants)
        {
            string variantPath = KeyPath.Join(path, name);
            JsonObject? section = [];
            if (node.TryGetPropertyValue(name, out JsonNode? given) && !TrySection(given, variantPath, out section))
                continue;
            object bound = Bind(type, section, variantPath);
            if (name == selected)
                options = bound;
        }
        if (selected is not null && !variants.ContainsKey(selected))
            IsKnown(contract.Selector.Choice.Value, selected, KeyPath.Join(path, contract.Selector.Name));
        return options;
    }

    private bool TrySection(JsonNode? node, string path, [NotNullWhen(true)] out JsonObject? section)
    {
        section = node as JsonObject;
        if (section is null)
            Report(path, $"expected a section {{ ... }}, but got {ScalarBinder.Describe(node)}");
        return section is not null;
    }

    private bool IsKnown(ChoiceKind kind, string name, string path)
    {
        if (contracts.Vocabulary.Knows(kind, name))
            return true;
        string[] known = [.. contracts.Vocabulary.Names(kind)];
        Report(path, Spelling.Unknown(name, known));
        return false;
    }

    private static Type? ElementOf(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
}
