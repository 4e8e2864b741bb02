namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// Point estimates of an estimator's quality from n draws g with mean μ and covariance Σ, against a reference r of g* with tr Var(r) = ρ.
/// With d = g − r: V = tr Σ is estimated by (mean ‖d‖² − ‖d̄‖²) n / (n − 1), and the squared bias ‖μ − g*‖² by ‖d̄‖² − V / n − ρ, since the
/// mean of n draws is not μ; both are unbiased, and so are ‖ḡ‖² − V / n for ‖μ‖² and ‖r‖² − ρ for ‖g*‖².
/// </summary>
internal readonly record struct GradientFigures
{
    /// <summary>Computes them.</summary>
    /// <param name="count">n.</param>
    /// <param name="deviation">‖d̄‖².</param>
    /// <param name="square">The mean of ‖d‖².</param>
    /// <param name="product">⟨d̄, r⟩.</param>
    /// <param name="reference">‖r‖².</param>
    /// <param name="uncertainty">ρ.</param>
    /// <param name="cosine">The mean of cos(g, r).</param>
    public GradientFigures(int count, double deviation, double square, double product, double reference, double uncertainty, double cosine)
    {
        // One draw can only be of an estimator without noise.
        Variance = count == 1 ? 0 : Math.Max(0, (square - deviation) * count / (count - 1));
        SquaredBias = deviation - Variance / count - uncertainty;
        SquaredReference = reference - uncertainty;
        SquaredMean = deviation + 2 * product + reference - Variance / count;
        Product = product + reference;
        // The direction of an uncertain reference is off, which makes every cosine with it smaller.
        Cosine = cosine * Math.Sqrt(reference / SquaredReference);
    }

    /// <summary>V = tr Σ.</summary>
    public double Variance { get; }

    /// <summary>‖μ − g*‖²; it may be estimated below 0.</summary>
    public double SquaredBias { get; }

    /// <summary>‖g*‖².</summary>
    public double SquaredReference { get; }

    /// <summary>‖μ‖²; it may be estimated below 0.</summary>
    public double SquaredMean { get; }

    /// <summary>⟨μ, g*⟩.</summary>
    public double Product { get; }

    /// <summary>E cos(g, g*).</summary>
    public double Cosine { get; }

    /// <summary>‖μ − g*‖² / ‖g*‖².</summary>
    public double SquaredRelativeBias => SquaredBias / SquaredReference;

    /// <summary>V / ‖g*‖².</summary>
    public double RelativeVariance => Variance / SquaredReference;

    /// <summary>E ‖g − g*‖² = V + ‖μ − g*‖².</summary>
    public double MeanSquaredError => Variance + SquaredBias;

    /// <summary>‖μ‖² / V.</summary>
    public double SquaredSignalToNoise => SquaredMean / Variance;

    /// <summary>cos(μ, g*); not a number where the noise hides μ.</summary>
    public double CosineOfMean => Product / Math.Sqrt(SquaredMean * SquaredReference);
}
