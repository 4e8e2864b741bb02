using System.Numerics;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The unordered-set estimator with its built-in baseline: a set S of distinct joint codes drawn without replacement, and Σ_{s∈S}
/// q(s) R(S, s) [f_s − Σ_{t∈S} q(t) R_s(t) f_t] (z_s − p). R(S, s) = P(S∖s | D∖s) / P(S) and R_s(t) = P(S∖{s,t} | D∖{s,t}) /
/// P(S∖s | D∖s), R_s(s) = 1, where P(S | D) is the probability of drawing the set S from the domain D in any order. Unbiased; the
/// decoder learns with the weights q(s) R(S, s), which are the probabilities that s came first. Kool, van Hoof and Welling, 2020,
/// arXiv 2002.06043.
/// </summary>
/// <remarks>
/// 2 to 16 samples, since all subsets are visited; S is at most K^N, and then the first sum is the exact expectation.
/// </remarks>
public sealed class UnorderedSet : IGradientEstimator
{
    private const int MostSamples = 16;

    // Codes far less likely than the likeliest of the set would underflow in products; at this part of it they still weigh nothing.
    private const double LeastRatio = 1e-15;

    private readonly DistinctSample _sample;
    private readonly Matrix _losses = new(0, 1);
    private readonly Matrix _scores = new(0, 1);
    private readonly Matrix _weights = new(0, 1);
    private readonly double[] _ratios;
    private readonly double[] _sets;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="EstimatorNotApplicableException">Fewer than 2 samples or more than 16.</exception>
    public UnorderedSet(EstimatorContext context)
    {
        context.RequireSamples("unordered-set", 2);
        if (context.Samples > MostSamples)
        {
            throw new EstimatorNotApplicableException(FormattableString.Invariant(
                $"'unordered-set' visits all subsets of its samples: estimator:samples may be {MostSamples} at most, ")
                + FormattableString.Invariant($"and it is {context.Samples}."));
        }
        _sample = new DistinctSample(context.Shape, context.Samples);
        (_ratios, _sets) = (new double[_sample.Samples], new double[1 << _sample.Samples]);
        Traits = new EstimatorTraits("unordered-set", Unbiased: true, UsesTemperature: false, Relaxed: false, Evaluations: _sample.Samples,
            UsesCodeGradient: false, "Kool, van Hoof and Welling, 2020, arXiv 2002.06043");
    }

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; }

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        Matrix codes = _sample.Draw(posterior, noise, lane: 1);
        objective.Evaluate(codes, _losses.WithRows(codes.Rows).Span);
        _scores.WithRows(codes.Rows);
        _weights.WithRows(codes.Rows);
        for (int b = 0; b < losses.Length; b++) losses[b] = Weigh(b, losses.Length);
        ScoreFunction.Weigh(posterior, codes, _scores.Span, gradient);
        objective.Learn(_weights.Span);
    }

    // Returns the estimate of E[f], Σ_s q(s) R(S, s) f_s.
    private Real Weigh(int b, int count)
    {
        int samples = _sample.Samples, all = (1 << samples) - 1;
        double largest = FillSets(b, count), mean = 0;
        for (int s = 0; s < samples; s++)
        {
            int without = all & ~(1 << s);
            double value = _losses.Span[s * count + b], weight = _ratios[s] * _sets[without] / _sets[all];
            double baseline = largest * _ratios[s] * value;
            for (int t = 0; t < samples; t++)
            {
                if (t != s) baseline += _ratios[t] * _sets[without & ~(1 << t)] / _sets[without] * _losses.Span[t * count + b];
            }
            _weights.Span[s * count + b] = (Real)weight;
            _scores.Span[s * count + b] = (Real)(weight * (value - baseline));
            mean += weight * value;
        }
        return (Real)mean;
    }

    // _sets[A] = P(A | D less the codes of S outside A) / c^|A| with c the largest q in S, which is returned; _ratios = q / c.
    // One recursion over the code drawn first: P(A) = Σ_{i∈A} q_i / (q(A) + q(D∖S)) · P(A∖i).
    private double FillSets(int b, int count)
    {
        double largestLog = double.NegativeInfinity, total = 0;
        for (int s = 0; s < _ratios.Length; s++) largestLog = Math.Max(largestLog, _sample.LogProbabilities[s * count + b]);
        double largest = Math.Exp(largestLog);
        for (int s = 0; s < _ratios.Length; s++)
        {
            _ratios[s] = Math.Max(LeastRatio, Math.Exp(_sample.LogProbabilities[s * count + b] - largestLog));
            total += largest * _ratios[s];
        }
        double outside = Math.Max(0, 1 - total);
        _sets[0] = 1;
        for (int set = 1; set < _sets.Length; set++)
        {
            double mass = outside, sum = 0;
            for (int rest = set; rest != 0; rest &= rest - 1)
            {
                int i = BitOperations.TrailingZeroCount(rest);
                mass += largest * _ratios[i];
                sum += _ratios[i] * _sets[set & ~(1 << i)];
            }
            _sets[set] = sum / mass;
        }
        return largest;
    }
}
