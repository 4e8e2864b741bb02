namespace DiscreteVae.Research.Reporting;

/// <summary>How a curve's line is drawn.</summary>
public enum LineStyle
{
    /// <summary>Unbroken.</summary>
    Solid,

    /// <summary>In dashes.</summary>
    Dashed,

    /// <summary>In dots.</summary>
    Dotted,
}

/// <summary>A metric over the epochs.</summary>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Epochs">Where it was measured.</param>
/// <param name="Values">What was measured, one an epoch; what is not finite is left out.</param>
public sealed record Curve(string Label, IReadOnlyList<double> Epochs, IReadOnlyList<double> Values)
{
    /// <summary>Which colour of the palette; null takes the curve's number. Curves that belong together share one.</summary>
    public int? Colour { get; init; }

    /// <summary>The lower ends of the intervals around the values, one an epoch; empty for none.</summary>
    public IReadOnlyList<double> Low { get; init; } = [];

    /// <summary>The upper ends.</summary>
    public IReadOnlyList<double> High { get; init; } = [];

    /// <summary>How its line is drawn; tells curves of one colour apart.</summary>
    public LineStyle Style { get; init; }
}
