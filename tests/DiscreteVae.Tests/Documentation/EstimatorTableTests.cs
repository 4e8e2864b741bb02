using DiscreteVae.Research.Laboratory;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Documentation;

public class EstimatorTableTests
{
    private const string Begin = "<!-- estimators: generated, DVAE_UPDATE_README=1 dotnet test --filter EstimatorTable writes it -->\n";
    private const string End = "<!-- end of estimators -->\n";

    /// <summary>
    /// The variable writes the table, after a change of the traits or of the committed results; without it a stale one fails.
    /// </summary>
    [Fact]
    public void The_table_in_README_is_that_of_the_traits_and_of_the_committed_results()
    {
        string path = Path.Join(Checkout.Root, "README.md"), readme = File.ReadAllText(path).ReplaceLineEndings("\n");
        string expected = Replace(readme, EstimatorTable.Markdown(Rows("gradient-quality"), Rows("estimator-cost")));
        if (Environment.GetEnvironmentVariable("DVAE_UPDATE_README") == "1") AtomicFile.WriteText(path, expected);
        else Assert.True(readme == expected, "README's table of the estimators is stale: DVAE_UPDATE_README=1 dotnet test --filter EstimatorTable writes it.");
    }

    [Fact]
    public void What_was_measured_and_what_is_claimed_are_in_the_table()
    {
        GradientRow Row(int epoch, double? temperature, string quantity, double value, double low, double high) =>
            new(epoch, "reinmax", temperature, quantity, new Measured(value, low, high), 64, "enumeration", 0);
        GradientRow[] rows =
        [
            Row(1, 0.5, GradientQuantity.CosineOfMean, 0.1, 0.1, 0.1),
            Row(0, 1, GradientQuantity.CosineOfMean, 0.2, 0.2, 0.2),
            Row(1, 1, GradientQuantity.CosineOfMean, 0.987, 0.981, 0.9934),
            Row(1, 1, GradientQuantity.RelativeStandardDeviation, 12.34, 12, 13),
        ];
        string[] lines = EstimatorTable.Markdown(rows, [Row(0, 1, GradientQuantity.Milliseconds, 1.26, 1, 2)]).Split('\n');
        string reinmax = Assert.Single(lines, line => line.StartsWith("| `reinmax` |", StringComparison.Ordinal));
        Assert.Equal("| `reinmax` | quadratic f | τ | 1 | 1 | – | 12.3 [12.0, 13.0] | 0.987 [0.981, 0.993] | 1.3 | "
            + "Liu, Dong, Liu, Yu and Gao, 2023, arXiv 2304.08612 |", reinmax);
        Assert.StartsWith("| `exact` | any f |  | 4096/B | 4096/B | – |", Assert.Single(lines, line => line.Contains("`exact`")), StringComparison.Ordinal);
    }

    private static IReadOnlyList<GradientRow> Rows(string run) =>
        GradientsFile.Read(Path.Join(Checkout.Root, "results", "published", run, GradientsFile.Name));

    private static string Replace(string readme, string table)
    {
        int begin = readme.IndexOf(Begin, StringComparison.Ordinal), end = readme.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"README lacks the lines that the table stands between, {Begin}and {End}.");
        return readme[..(begin + Begin.Length)] + table + readme[end..];
    }
}
