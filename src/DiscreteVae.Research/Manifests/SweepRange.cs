using System.Globalization;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Numbers to draw from: in JSON <c>{ "log-uniform": [1e-4, 1e-2] }</c>.</summary>
/// <param name="Kind">How they are spread.</param>
/// <param name="Least">The least.</param>
/// <param name="Most">The greatest; above the least.</param>
public sealed record SweepRange(SweepRangeKind Kind, double Least, double Most)
{
    /// <summary>The number at a fraction u of the range's probability, 0 ≤ u &lt; 1; a real one rounded to six digits.</summary>
    /// <remarks>Rounded, since logarithms differ in their last bit between systems and would change a trial's id.</remarks>
    public JsonNode At(double u)
    {
        double value = Kind switch
        {
            SweepRangeKind.Integer => Math.Min(Most, Math.Floor(Least + u * (Most - Least + 1))),
            SweepRangeKind.LogUniform => Rounded(Least * Math.Exp(u * Math.Log(Most / Least))),
            _ => Rounded(Least + u * (Most - Least)),
        };
        return JsonNode.Parse(CanonicalJson.Number(Math.Clamp(value, Least, Most).ToString("R", CultureInfo.InvariantCulture)))!;
    }

    /// <summary>The range in JSON.</summary>
    public JsonObject ToJson() => new()
    {
        [ScalarBinder.NameOf(Kind)] = new JsonArray(
            JsonNode.Parse(CanonicalJson.Number(Least.ToString("R", CultureInfo.InvariantCulture))),
            JsonNode.Parse(CanonicalJson.Number(Most.ToString("R", CultureInfo.InvariantCulture)))),
    };

    /// <summary>Reads a range.</summary>
    /// <param name="json">An object.</param>
    /// <param name="problem">What is wrong with it, where the result is null.</param>
    internal static SweepRange? Read(JsonObject json, out string problem)
    {
        string[] kinds = [.. Enum.GetValues<SweepRangeKind>().Select(kind => ScalarBinder.NameOf(kind))];
        problem = $"expected a list of values or a range, one of {string.Join(", ", kinds)}, such as {{ \"{kinds[0]}\": [0.1, 1] }}";
        int kind = json.Count == 1 ? Array.IndexOf(kinds, json.First().Key) : -1;
        if (kind < 0 || json.First().Value is not JsonArray { Count: 2 } bounds)
            return null;
        Type type = kind == (int)SweepRangeKind.Integer ? typeof(int) : typeof(double);
        object?[] numbers = [null, null];
        for (int i = 0; i < numbers.Length; i++)
        {
            if (bounds[i] is not { } node || (numbers[i] = ScalarBinder.Bind(type, node, null, out problem)) is null)
                return null;
        }
        double least = Convert.ToDouble(numbers[0], CultureInfo.InvariantCulture);
        double most = Convert.ToDouble(numbers[1], CultureInfo.InvariantCulture);
        problem = least >= most ? "the range's first number must be below its second"
            : kind == (int)SweepRangeKind.LogUniform && least <= 0 ? "a log-uniform range must be above 0"
            : "";
        return problem.Length > 0 ? null : new SweepRange((SweepRangeKind)kind, least, most);
    }

    private static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture);
}

/// <summary>How the numbers of a <see cref="SweepRange"/> are spread.</summary>
public enum SweepRangeKind
{
    /// <summary>Evenly.</summary>
    Uniform,

    /// <summary>Their logarithms evenly.</summary>
    LogUniform,

    /// <summary>Whole numbers evenly, both ends included.</summary>
    Integer,
}
