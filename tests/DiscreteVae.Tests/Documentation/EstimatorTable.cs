using System.Globalization;
using System.Text;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Laboratory;

namespace DiscreteVae.Tests.Documentation;

/// <summary>
/// README's table of the estimators: what their traits claim, and what the committed run of <c>dvae gradients</c> measured.
/// </summary>
internal static class EstimatorTable
{
    // Those of experiments/gradient-quality.json.
    private const int Samples = 4, Batch = 100, Epoch = 1;
    private const double Temperature = 1;
    private static readonly LatentShape Shape = new(4, 8);

    /// <summary>The table in Markdown.</summary>
    /// <param name="quality">Rows of bias, deviation and cosine.</param>
    /// <param name="cost">Rows of milliseconds, measured on an idle machine.</param>
    public static string Markdown(IReadOnlyList<GradientRow> quality, IReadOnlyList<GradientRow> cost)
    {
        var table = new StringBuilder();
        table.Append("| Estimator | Mean exact for | τ | Evaluations | Backward | Relative bias | Relative deviation | Cosine of the mean | ms a step | Reference |\n");
        table.Append("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (Variant<EstimatorFactory> variant in GradientEstimators.All)
        {
            EstimatorTraits traits = Traits(variant);
            string Of(string quantity) => Interval(quality, variant.Name, quantity);
            table.Append(CultureInfo.InvariantCulture, $"| `{variant.Name}` | {ExactFor(variant, traits)} | {(traits.UsesTemperature ? "τ" : "")} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Cost(traits.Evaluations, traits.SharedEvaluations)} | {Cost(traits.BackwardPasses, traits.SharedBackwardPasses)} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Of(GradientQuantity.RelativeBias)} | {Of(GradientQuantity.RelativeStandardDeviation)} ");
            table.Append(CultureInfo.InvariantCulture, $"| {Of(GradientQuantity.CosineOfMean)} | {Milliseconds(cost, variant.Name)} | {traits.Reference} |\n");
        }
        return table.ToString();
    }

    private static EstimatorTraits Traits(Variant<EstimatorFactory> variant)
    {
        try
        {
            return variant.Create()(new EstimatorContext(Shape, Samples)).Traits;
        }
        catch (EstimatorNotApplicableException)
        {
            return variant.Create()(new EstimatorContext(Shape with { Categories = 2 }, Samples)).Traits;
        }
    }

    private static string ExactFor(Variant<EstimatorFactory> variant, EstimatorTraits traits) => traits switch
    {
        { Unbiased: true } => "any f",
        { ExactForQuadratic: true } => "quadratic f",
        { ExactForLinear: true } => "linear f",
        _ when variant.Name == "vimco" => "its own bound",
        _ => "",
    };

    private static string Cost(int own, int shared) => shared == 0
        ? own.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{(own > 0 ? $"{own} + " : "")}{shared}/B");

    private static string Interval(IReadOnlyList<GradientRow> rows, string estimator, string quantity)
    {
        GradientRow? row = rows.FirstOrDefault(row =>
            row.Epoch == Epoch && row.Estimator == estimator && row.Quantity == quantity && row.Temperature is null or Temperature);
        if (row is null) return "–";
        (double value, double low, double high) = row.Measured;
        return low == high ? Number(value) : $"{Number(value)} [{Number(low)}, {Number(high)}]";
    }

    private static string Milliseconds(IReadOnlyList<GradientRow> rows, string estimator)
    {
        GradientRow? row = rows.FirstOrDefault(row => row.Estimator == estimator && row.Quantity == GradientQuantity.Milliseconds);
        return row is null ? "–" : row.Measured.Value.ToString("f1", CultureInfo.InvariantCulture);
    }

    // Three decimals near 1, where cosines lie; two digits from 10 up.
    private static string Number(double value) => Math.Abs(value) >= 10
        ? value.ToString("f1", CultureInfo.InvariantCulture)
        : value.ToString(Math.Abs(value) >= 2 ? "f2" : "f3", CultureInfo.InvariantCulture);
}
