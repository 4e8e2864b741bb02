namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// The gradient g* that estimates are compared with: exact by enumeration, or the mean of a long run of an unbiased estimator, which is
/// uncertain itself.
/// </summary>
/// <param name="Name">"enumeration", or the estimator of the run.</param>
/// <param name="Draws">Draws of the run; 0 for an enumeration.</param>
/// <param name="Vector">r, the best value of g*.</param>
/// <param name="Variance">tr Var(r), of the mean of the run; 0 for an enumeration.</param>
/// <param name="Others">The same without each block of the run in turn; none for an enumeration.</param>
internal sealed record GradientReference(
    string Name, int Draws, double[] Vector, double Variance, IReadOnlyList<(double[] Vector, double Variance)> Others)
{
    /// <summary>The reference by enumeration.</summary>
    public static GradientReference Exact(double[] gradient) => new("enumeration", 0, gradient, 0, []);

    /// <summary>The reference by a run.</summary>
    /// <param name="name">The estimator.</param>
    /// <param name="moments">Of its draws.</param>
    public static GradientReference Run(string name, GradientMoments moments)
    {
        (double[] vector, double variance) = Mean(moments, -1);
        return new GradientReference(name, moments.Count, vector, variance,
            [.. Enumerable.Range(0, moments.Blocks).Select(block => Mean(moments, block))]);
    }

    private static (double[] Vector, double Variance) Mean(GradientMoments moments, int without)
    {
        int count = moments.Count - (without < 0 ? 0 : moments.CountOf(without));
        double[] mean = moments.SumWithout(without);
        for (int i = 0; i < mean.Length; i++) mean[i] /= count;
        double square = moments.SquaresWithout(without) / count - GradientMoments.Dot(mean, mean);
        for (int i = 0; i < mean.Length; i++) mean[i] += moments.Centre[i];
        return (mean, square / (count - 1));
    }
}
