using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Turns a JSON value into a value of a simple type, and nothing into anything else: no numbers as texts, no enum numbers.
/// </summary>
internal static class ScalarBinder
{
    /// <summary>Binds one value.</summary>
    /// <param name="type">string, bool, int, long, float, double or an enum.</param>
    /// <param name="node">The value, not null.</param>
    /// <param name="typed">The value as typed, where it was typed without quotes.</param>
    /// <param name="problem">What is wrong, where the result is null.</param>
    public static object? Bind(Type type, JsonNode node, string? typed, out string problem)
    {
        JsonValueKind kind = node.GetValueKind();
        string text = node is JsonValue ? node.ToJsonString() : "";
        object? value = null;
        problem = "";
        if (type == typeof(string))
        {
            bool plain = kind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;
            value = kind == JsonValueKind.String ? node.GetValue<string>() : plain ? typed : null;
            problem = $"expected a text, but got {Describe(node)}";
        }
        else if (type == typeof(bool))
        {
            value = kind is JsonValueKind.True or JsonValueKind.False ? kind == JsonValueKind.True : null;
            problem = $"expected true or false, but got {Describe(node)}";
        }
        else if (IsWhole(type))
            value = kind == JsonValueKind.Number ? Whole(type, text, out problem) : null;
        else if (type == typeof(double) || type == typeof(float))
            value = kind == JsonValueKind.Number ? Real(type, text, out problem) : null;
        else if (type.IsEnum)
            value = Enumerated(type, node, kind, out problem);
        else
            throw new NotSupportedException($"A manifest cannot hold {type}.");
        if (value is null && problem.Length == 0)
            problem = $"expected a {(IsWhole(type) ? "whole number" : "number")}, but got {Describe(node)}";
        return value;
    }

    /// <summary>The name of an enum's value in manifests: <c>LeakyRelu</c> is <c>leaky-relu</c>.</summary>
    public static string NameOf(object value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()!);

    /// <summary>A value in words, for errors.</summary>
    public static string Describe(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text \"{ManifestErrors.Shown(node.GetValue<string>())}\"",
        JsonValueKind.Number => $"the number {ManifestErrors.Shown(node.ToJsonString())}",
        _ => node.ToJsonString(),
    };

    private static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long);

    private static object? Whole(Type type, string text, out string problem)
    {
        problem = "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            if (type == typeof(long) || value is >= int.MinValue and <= int.MaxValue)
                return Convert.ChangeType(value, type, CultureInfo.InvariantCulture);
        }
        bool digits = text.All(c => c is '-' or (>= '0' and <= '9'));
        problem = digits
            ? $"the number {ManifestErrors.Shown(text)} is too large"
            : $"expected a whole number written in digits, but got the number {ManifestErrors.Shown(text)}";
        return null;
    }

    private static object? Real(Type type, string text, out string problem)
    {
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        bool finite = type == typeof(float) ? float.IsFinite((float)value) : double.IsFinite(value);
        problem = finite ? "" : $"the number {ManifestErrors.Shown(text)} is too large";
        return finite ? Convert.ChangeType(value, type, CultureInfo.InvariantCulture) : null;
    }

    private static object? Enumerated(Type type, JsonNode node, JsonValueKind kind, out string problem)
    {
        string[] names = [.. Enum.GetValues(type).Cast<object>().Select(NameOf)];
        problem = "";
        if (kind != JsonValueKind.String)
        {
            problem = $"expected one of {string.Join(", ", names)}, but got {Describe(node)}";
            return null;
        }
        string name = node.GetValue<string>();
        int index = Array.IndexOf(names, name);
        if (index >= 0)
            return Enum.GetValues(type).GetValue(index);
        problem = Spelling.Unknown(name, names);
        return null;
    }
}
