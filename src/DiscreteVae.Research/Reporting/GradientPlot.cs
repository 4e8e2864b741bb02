using System.Globalization;
using DiscreteVae.Research.Laboratory;

namespace DiscreteVae.Research.Reporting;

/// <summary>Bias and spread of gradient estimators against what a train step with them costs, at the last epoch measured.</summary>
internal static class GradientPlot
{
    /// <summary>Draws the rows of <c>gradients.csv</c>.</summary>
    /// <param name="title">The experiment's name.</param>
    /// <param name="rows">The rows.</param>
    public static ScatterPlot Draw(string title, IReadOnlyList<GradientRow> rows)
    {
        int epoch = rows.Max(row => row.Epoch);
        ScatterSeries[] series =
        [
            .. rows.Where(row => row.Epoch == epoch).GroupBy(row => (row.Estimator, row.Temperature)).Select(group => new ScatterSeries(
                group.Key.Temperature is double temperature
                    ? string.Create(CultureInfo.InvariantCulture, $"{group.Key.Estimator}, τ = {temperature}") : group.Key.Estimator,
                Point(group, GradientQuantity.Milliseconds),
                [Point(group, GradientQuantity.RelativeBias), Point(group, GradientQuantity.RelativeStandardDeviation)])),
        ];
        return new ScatterPlot
        {
            Title = string.Create(CultureInfo.InvariantCulture, $"{title}: gradients after epoch {epoch}"),
            Width = 1400,
            Height = Math.Max(520, 150 + 22 * series.Length),
            XLabel = "milliseconds a train step",
            YLabels = ["bias, ‖E g − g*‖ / ‖g*‖", "spread, √tr Var(g) / ‖g*‖"],
            Series = series,
        };
    }

    private static MeasuredPoint Point(IEnumerable<GradientRow> rows, string quantity) =>
        rows.FirstOrDefault(row => row.Quantity == quantity) is { } row
            ? new MeasuredPoint(row.Measured.Value, row.Measured.Low, row.Measured.High)
            : new MeasuredPoint(double.NaN, double.NaN, double.NaN);
}
