using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// Draws S distinct joint codes a datum, without replacement in proportion to q(z), by stochastic beam search over the latents:
/// the S largest of ln q(z) + Gumbel noise among all K^N codes, found by drawing the noise from the top of the tree down. Where
/// there are fewer codes, all of them. Kool, van Hoof and Welling, 2019, arXiv 1903.06059.
/// </summary>
internal sealed class DistinctSample
{
    private readonly LatentShape _shape;
    private readonly Matrix _noise = new(0, 1);
    private readonly int[] _parent, _category;
    private readonly double[] _candidateLogQ, _candidateValue;
    private double[] _logQ, _value, _nextLogQ, _nextValue;
    private int[] _code, _nextCode;
    private double[] _logProbabilities = [];

    public DistinctSample(LatentShape shape, int samples)
    {
        _shape = shape;
        Samples = (int)Math.Min(samples, Math.Pow(shape.Categories, shape.Latents));
        Codes = new Matrix(0, shape.Width);
        int candidates = Samples * shape.Categories;
        (_parent, _category) = (new int[Samples], new int[Samples]);
        (_candidateLogQ, _candidateValue) = (new double[candidates], new double[candidates]);
        (_logQ, _value, _nextLogQ, _nextValue) = (new double[Samples], new double[Samples], new double[Samples], new double[Samples]);
        (_code, _nextCode) = (new int[Samples * shape.Latents], new int[Samples * shape.Latents]);
    }

    /// <summary>S, or K^N where that is less.</summary>
    public int Samples { get; }

    /// <summary>S·B × N·K, row s · B + b, in the order in which sampling one after another would have drawn them.</summary>
    public Matrix Codes { get; }

    /// <summary>ln q of each row of <see cref="Codes"/>.</summary>
    public ReadOnlySpan<double> LogProbabilities => _logProbabilities.AsSpan(0, Codes.Rows);

    public Matrix Draw(Posterior posterior, INoise noise, int lane)
    {
        int count = posterior.Count, perDatum = _shape.Latents * Samples * _shape.Categories;
        Span<Real> exponentials = _noise.WithRows(count * perDatum).Span;
        noise.FillExponential(lane, exponentials);
        Span<Real> z = Codes.WithRows(Samples * count).Span;
        z.Clear();
        if (_logProbabilities.Length < Codes.Rows) _logProbabilities = new double[Codes.Rows];
        for (int b = 0; b < count; b++)
        {
            Search(posterior.LogProbabilities.Row(b), exponentials.Slice(b * perDatum, perDatum));
            for (int s = 0; s < Samples; s++)
            {
                int row = s * count + b;
                _logProbabilities[row] = _logQ[s];
                for (int n = 0; n < _shape.Latents; n++)
                    z[row * _shape.Width + n * _shape.Categories + _code[s * _shape.Latents + n]] = 1;
            }
        }
        return Codes;
    }

    private void Search(ReadOnlySpan<Real> logP, ReadOnlySpan<Real> exponentials)
    {
        int categories = _shape.Categories, beam = 1;
        (_logQ[0], _value[0]) = (0, 0);
        for (int n = 0; n < _shape.Latents; n++)
        {
            ReadOnlySpan<Real> latent = logP.Slice(n * categories, categories);
            // The probabilities sum to 1 in double: what float32 leaves would weigh codes that are as good as impossible.
            double total = 0;
            foreach (Real value in latent) total += Math.Exp(value);
            for (int i = 0; i < beam; i++)
                Expand(i, latent, Math.Log(total), exponentials.Slice((n * Samples + i) * categories, categories));
            int next = Math.Min(Samples, beam * categories);
            KeepLargest(beam * categories, next);
            for (int s = 0; s < next; s++)
            {
                int from = _parent[s] * _shape.Latents, to = s * _shape.Latents;
                _code.AsSpan(from, n).CopyTo(_nextCode.AsSpan(to, n));
                _nextCode[to + n] = _category[s];
            }
            (_logQ, _nextLogQ) = (_nextLogQ, _logQ);
            (_value, _nextValue) = (_nextValue, _value);
            (_code, _nextCode) = (_nextCode, _code);
            beam = next;
        }
    }

    // Gumbel numbers around the children's ln q, given that the largest of them is the parent's.
    private void Expand(int parent, ReadOnlySpan<Real> logP, double logTotal, ReadOnlySpan<Real> exponentials)
    {
        int start = parent * logP.Length;
        double largest = double.NegativeInfinity, target = _value[parent];
        for (int k = 0; k < logP.Length; k++)
        {
            _candidateLogQ[start + k] = _logQ[parent] + logP[k] - logTotal;
            _candidateValue[start + k] = _candidateLogQ[start + k] - Math.Log(exponentials[k]);
            largest = Math.Max(largest, _candidateValue[start + k]);
        }
        for (int k = 0; k < logP.Length; k++)
        {
            double value = _candidateValue[start + k], v = target - value + LogOneMinusExp(value - largest);
            _candidateValue[start + k] = target - Math.Max(0, v) - Math.Log(1 + Math.Exp(-Math.Abs(v)));
        }
    }

    private void KeepLargest(int candidates, int keep)
    {
        for (int s = 0; s < keep; s++)
        {
            int best = 0;
            for (int c = 1; c < candidates; c++)
            {
                if (_candidateValue[c] > _candidateValue[best]) best = c;
            }
            (_parent[s], _category[s]) = (best / _shape.Categories, best % _shape.Categories);
            (_nextLogQ[s], _nextValue[s]) = (_candidateLogQ[best], _candidateValue[best]);
            _candidateValue[best] = double.NegativeInfinity;
        }
    }

    /// <summary>ln(1 − e^x) for x ≤ 0; −∞ at 0.</summary>
    private static double LogOneMinusExp(double x) => x > -1e-5 ? Math.Log(-x * (1 + x / 2)) : Math.Log(1 - Math.Exp(x));
}
