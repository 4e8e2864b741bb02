namespace DiscreteVae.Research.Laboratory;

/// <summary>A row of <c>gradients.csv</c>.</summary>
/// <param name="Epoch">Epochs that the model was trained.</param>
/// <param name="Estimator">The estimator's name.</param>
/// <param name="Temperature">τ; null where the estimator uses none.</param>
/// <param name="Quantity">One of <see cref="GradientQuantity"/>.</param>
/// <param name="Measured">The value and its 95 % interval.</param>
/// <param name="Draws">How many gradients were drawn.</param>
/// <param name="Reference">What they were compared with: "enumeration", or the estimator of a long run.</param>
/// <param name="ReferenceDraws">Draws of that run; 0 for an enumeration.</param>
internal sealed record GradientRow(
    int Epoch, string Estimator, double? Temperature, string Quantity, Measured Measured, int Draws, string Reference, int ReferenceDraws);

/// <summary>What is measured of an estimator, by its names in <c>gradients.csv</c>.</summary>
internal static class GradientQuantity
{
    /// <summary>‖E g − g*‖ / ‖g*‖.</summary>
    public const string RelativeBias = "relative_bias";

    /// <summary>√tr Var(g), in nats a unit of logit, of the mean over the minibatch.</summary>
    public const string StandardDeviation = "standard_deviation";

    /// <summary>√tr Var(g) / ‖g*‖.</summary>
    public const string RelativeStandardDeviation = "relative_standard_deviation";

    /// <summary>E ‖g − g*‖².</summary>
    public const string MeanSquaredError = "mean_squared_error";

    /// <summary>‖E g‖ / √tr Var(g).</summary>
    public const string SignalToNoise = "signal_to_noise";

    /// <summary>E cos(g, g*), of single draws.</summary>
    public const string Cosine = "cosine";

    /// <summary>cos(E g, g*).</summary>
    public const string CosineOfMean = "cosine_of_mean";

    /// <summary>Decoder evaluations a datum and step.</summary>
    public const string Evaluations = "evaluations";

    /// <summary>Of a whole train step on one thread, the median.</summary>
    public const string Milliseconds = "milliseconds";

    /// <summary>tr Var(g) / ‖g*‖² times decoder evaluations: what is left at the cost of one.</summary>
    public const string VarianceTimesEvaluations = "relative_variance_times_evaluations";

    /// <summary>tr Var(g) / ‖g*‖² times milliseconds.</summary>
    public const string VarianceTimesMilliseconds = "relative_variance_times_milliseconds";

    /// <summary>All, in the order of the rows.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        RelativeBias, StandardDeviation, RelativeStandardDeviation, MeanSquaredError, SignalToNoise, Cosine, CosineOfMean, Evaluations,
        Milliseconds, VarianceTimesEvaluations, VarianceTimesMilliseconds,
    ];
}
