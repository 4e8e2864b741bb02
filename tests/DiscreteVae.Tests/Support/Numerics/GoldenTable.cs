using System.Globalization;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>Reference values of 20 digits from mpmath (Golden/*.csv, written by Golden/reference_values.py).</summary>
internal static class GoldenTable
{
    /// <summary>Four roundings of Real: what a few operations after a correctly rounded elementary function may cost.</summary>
    public static double Epsilon => 4 * (sizeof(Real) == sizeof(double) ? Math.Pow(2, -52) : Math.Pow(2, -23));

    /// <summary>The rows under the header; each field is one number or several with spaces between.</summary>
    public static IReadOnlyList<double[][]> Read(string name)
    {
        using Stream stream = typeof(GoldenTable).Assembly.GetManifestResourceStream("Golden/" + name)!;
        using var reader = new StreamReader(stream);
        var rows = new List<double[][]>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line) rows.Add([.. line.Split(',').Select(Numbers)]);
        return rows;
    }

    private static double[] Numbers(string field) =>
        [.. field.Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
}
