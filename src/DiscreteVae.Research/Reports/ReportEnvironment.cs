using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reports;

/// <summary>Where the trials ran, and how to run them again.</summary>
internal static class ReportEnvironment
{
    private static readonly (string Label, string Path)[] Facts =
    [
        ("dvae", "dvaeVersion"), ("commit", "git:commit"), ("uncommitted changes", "git:dirty"), ("runtime", "runtime"),
        ("operating system", "operatingSystem"), ("architecture", "architecture"), ("processor", "processor"), ("logical cores", "logicalCores"),
        ("vector bits", "vectorBits"), ("backend", "backend:name"), ("backend's version", "backend:version"), ("threads a trial", "backend:threads"),
        ("trials at once", "backend:parallelTrials"), ("data set", "data:dataset"), ("SHA-256 of its files", "data:checksums"),
    ];

    /// <summary>The environment as a table: where trials ran in different ones, each value with how many had it.</summary>
    public static Html Table(ExperimentResults results)
    {
        JsonNode[] records = [.. results.Trials.Select(trial => trial.Environment).OfType<JsonNode>()];
        if (records.Length == 0) return Html.Of($"<p>No trial has recorded where it ran.</p>");
        IEnumerable<Html> rows = Facts.Select(fact => (fact.Label, Values: records.Select(record => Show(Find(record, fact.Path))).CountBy(text => text).ToArray()))
            .Where(fact => fact.Values.Any(value => value.Key.Length > 0))
            .Select(fact => Html.Of($"<tr><th scope=\"row\">{fact.Label}</th><td>{Values(fact.Values)}</td></tr>"));
        return Html.Of($"<div class=\"scroll\" role=\"region\" aria-label=\"Table of the environment\" tabindex=\"0\"><table><tbody>{rows}</tbody></table></div>");
    }

    /// <summary>The commands that were recorded, each once.</summary>
    public static IReadOnlyList<string> Commands(ExperimentResults results) =>
    [
        .. results.Trials.Select(trial => trial.Environment?["commandLine"]).OfType<JsonArray>()
            .Select(arguments => string.Join(' ', arguments.Select(argument => Quote(Show(argument))))).Distinct(StringComparer.Ordinal),
    ];

    /// <summary>The commits that were recorded, each once.</summary>
    public static IReadOnlyList<string> Commits(ExperimentResults results) =>
        [.. results.Trials.Select(trial => Show(Find(trial.Environment, "git:commit"))).Where(commit => commit.Length > 0).Distinct(StringComparer.Ordinal)];

    /// <summary>An argument as a shell reads it.</summary>
    internal static string Quote(string argument) =>
        argument.Length > 0 && argument.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+@".Contains(letter, StringComparison.Ordinal))
            ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static Html Values(KeyValuePair<string, int>[] values) => values.Length == 1
        ? Lines(values[0].Key)
        : Html.Join(values.Select(value => Html.Of($"<div>{Lines(value.Key)} ({Quantity.Count(value.Value, "trial")})</div>")));

    private static Html Lines(string text) => Html.Join(text.Split('\n').Select((line, i) => i == 0 ? Html.Text(line) : Html.Of($"<br>{line}")));

    private static JsonNode? Find(JsonNode? record, string path)
    {
        foreach (string part in path.Split(':')) record = (record as JsonObject)?[part];
        return record;
    }

    private static string Show(JsonNode? node) => node switch
    {
        null => "",
        JsonObject map => string.Join('\n', map.Select(pair => $"{pair.Key}  {Show(pair.Value)}")),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            JsonValueKind.Number => node.GetValue<double>().ToString(CultureInfo.InvariantCulture),
            _ => node.ToJsonString(),
        },
    };
}
