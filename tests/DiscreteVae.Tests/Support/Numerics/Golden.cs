using System.Text.Json;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// Reference values from PyTorch autograd in float64 over the estimators' published implementations, with the random draws held fixed
/// (Golden/estimators.json; each block's note states its conventions).
/// </summary>
internal static class Golden
{
    private static readonly Lazy<JsonDocument> Document = new(() =>
    {
        using Stream stream = typeof(Golden).Assembly.GetManifestResourceStream("Golden/estimators.json")!;
        return JsonDocument.Parse(stream);
    });

    /// <summary>1e-5 in float32, and 1e-10 where the same sources run in float64.</summary>
    public static double Tolerance => sizeof(Real) == sizeof(double) ? 1e-10 : 1e-5;

    public static JsonElement Block(string name) => Document.Value.RootElement.GetProperty(name);

    public static IEnumerable<JsonElement> Cases(string block) => Block(block).GetProperty("cases").EnumerateArray();

    /// <summary>All numbers of a nested array, in order.</summary>
    public static double[] Flatten(this JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().SelectMany(Flatten)] : [element.GetDouble()];

    /// <summary>A (B, ...) array as a matrix of B rows.</summary>
    public static Matrix ToMatrix(this JsonElement element)
    {
        double[] values = element.Flatten();
        int rows = element.GetArrayLength();
        var matrix = new Matrix(rows, values.Length / rows);
        for (int i = 0; i < values.Length; i++) matrix.Span[i] = (Real)values[i];
        return matrix;
    }

    /// <summary>
    /// Fails unless every value is within <see cref="Tolerance"/> of the golden one, relative to the largest of its array: a gradient near
    /// 0 is a difference of larger numbers.
    /// </summary>
    public static void Agree(JsonElement expected, ReadOnlySpan<Real> actual, string what)
    {
        double[] values = expected.Flatten();
        Assert.True(values.Length == actual.Length, $"{what}: {actual.Length} values, {values.Length} expected.");
        double scale = values.Max(Math.Abs);
        for (int i = 0; i < values.Length; i++)
        {
            double error = Math.Abs(values[i] - actual[i]);
            Assert.True(error <= Tolerance * scale, $"{what}[{i}]: {actual[i]}, expected {values[i]}, off by {error:g3} of {scale:g3}.");
        }
    }
}
