using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// What is kept of the draws g_1, …, g_n of a gradient: sums over each of a fixed number of blocks of consecutive draws, so that memory
/// does not grow with n. All are taken of the deviation d = g − r from a centre r near the mean, which keeps their digits; in double and in
/// the order of the draws.
/// </summary>
internal sealed class GradientMoments
{
    private readonly double[] _centre;
    private readonly double _centreNorm;
    private readonly int _draws;
    private readonly double[][] _sums;
    private readonly double[] _squares;
    private readonly double[] _cosines;
    private readonly double[] _directions;

    /// <summary>Begins.</summary>
    /// <param name="centre">r, D values.</param>
    /// <param name="draws">n; blocks are of equal length where it is a multiple of their number.</param>
    public GradientMoments(double[] centre, int draws)
    {
        _centre = centre;
        _centreNorm = Norm(centre);
        _draws = draws;
        Blocks = Math.Min(GradientsSection.Blocks, draws);
        _sums = [.. Enumerable.Range(0, Blocks).Select(_ => new double[centre.Length])];
        (_squares, _cosines, _directions) = (new double[Blocks], new double[Blocks], new double[centre.Length]);
    }

    /// <summary>How many blocks there are.</summary>
    public int Blocks { get; }

    /// <summary>r.</summary>
    public double[] Centre => _centre;

    /// <summary>Draws so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next draw.</summary>
    public void Add(ReadOnlySpan<float> gradient)
    {
        int block = (int)((long)Count++ * Blocks / _draws);
        double[] sum = _sums[block];
        double square = 0, norm = 0, product = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            double value = gradient[i], deviation = value - _centre[i];
            sum[i] += deviation;
            square += deviation * deviation;
            norm += value * value;
            product += value * _centre[i];
        }
        norm = Math.Sqrt(norm);
        _squares[block] += square;
        // An estimate of 0 points nowhere: its cosine counts as 0.
        if (norm == 0) return;
        if (_centreNorm > 0) _cosines[block] += product / (norm * _centreNorm);
        for (int i = 0; i < sum.Length; i++) _directions[i] += gradient[i] / norm;
    }

    /// <summary>Draws in a block.</summary>
    public int CountOf(int block) => First(block + 1) - First(block);

    /// <summary>Σ d over all draws but those of a block; over all where it is −1.</summary>
    public double[] SumWithout(int block)
    {
        var sum = new double[_centre.Length];
        for (int k = 0; k < Blocks; k++)
        {
            if (k == block) continue;
            for (int i = 0; i < sum.Length; i++) sum[i] += _sums[k][i];
        }
        return sum;
    }

    /// <summary>Σ ‖d‖² over all draws but those of a block; over all where it is −1.</summary>
    public double SquaresWithout(int block) => Without(_squares, block);

    /// <summary>Σ cos(g, r) over all draws but those of a block; over all where it is −1.</summary>
    public double CosinesWithout(int block) => Without(_cosines, block);

    /// <summary>Σ g / ‖g‖ over all draws.</summary>
    public ReadOnlySpan<double> Directions => _directions;

    /// <summary>‖v‖₂.</summary>
    public static double Norm(ReadOnlySpan<double> vector) => Math.Sqrt(Dot(vector, vector));

    /// <summary>⟨a, b⟩.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static double Without(double[] values, int block)
    {
        double sum = 0;
        for (int k = 0; k < values.Length; k++) sum += k == block ? 0 : values[k];
        return sum;
    }

    // The first draw d with d · Blocks / n ≥ block.
    private int First(int block) => (int)(((long)block * _draws + Blocks - 1) / Blocks);
}
