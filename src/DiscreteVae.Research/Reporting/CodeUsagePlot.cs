using System.Globalization;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// How much each latent uses each category: q̄(z_n = k), the mean of q(z_n = k | x) over the images, and in each row's name how many
/// categories are in use, exp H(q̄(z_n)), from 1 to K.
/// </summary>
internal static class CodeUsagePlot
{
    private const int MostNumbered = 16;

    /// <summary>Draws the marginals.</summary>
    /// <param name="title">Above the plot.</param>
    /// <param name="marginals">q̄, one latent after another.</param>
    /// <param name="categories">K.</param>
    public static HeatMapPlot Draw(string title, IReadOnlyList<double> marginals, int categories)
    {
        int latents = marginals.Count / categories;
        bool numbered = categories <= MostNumbered;
        return new HeatMapPlot
        {
            Title = title,
            XLabel = "category",
            YLabel = "latent: categories in use",
            ValueLabel = "q̄(category)",
            RowLabels = [.. Enumerable.Range(0, latents).Select(n => string.Create(CultureInfo.InvariantCulture,
                $"{n + 1}: {Perplexity(marginals.Skip(n * categories).Take(categories)):F1} of {categories}"))],
            ColumnLabels = [.. Enumerable.Range(0, categories).Select(k => k.ToString(CultureInfo.InvariantCulture))],
            Cells = [.. marginals.Select(q => new HeatMapCell(q, numbered ? [Percent(q)] : []))],
            Range = (0, Math.Max(marginals.Max(), 1.0 / categories)),
            Format = Percent,
        }.Fitted();
    }

    /// <summary>exp H: how many equally likely categories have the same entropy.</summary>
    internal static double Perplexity(IEnumerable<double> probabilities) =>
        Math.Exp(-probabilities.Where(q => q > 0).Sum(q => q * Math.Log(q)));

    private static string Percent(double q) => Quantity.Number(100 * q, q is > 0 and < 0.0995 ? 1 : 0) + " %";
}
