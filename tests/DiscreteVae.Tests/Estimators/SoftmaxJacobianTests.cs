using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class SoftmaxJacobianTests
{
    [Fact]
    public void It_is_q_times_v_less_the_mean_of_v_in_double() => LatentCases.Any.Sample((rows, shape, seed) =>
    {
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(seed, rows * shape.Width));
        Matrix v = TestInputs.NormalMatrix(seed + 1, rows, shape.Width), added = TestInputs.NormalMatrix(seed + 2, rows, shape.Width);
        Real[] before = added.Span.ToArray();
        var applied = new Matrix(0, shape.Width);
        SoftmaxJacobian.Apply(posterior, posterior.Probabilities, v, (Real)1.5, applied);
        SoftmaxJacobian.Add(posterior, posterior.Probabilities, v, (Real)1.5, added);
        for (int start = 0; start < before.Length; start += shape.Categories)
        {
            double mean = 0;
            for (int i = start; i < start + shape.Categories; i++) mean += (double)posterior.Probabilities.Span[i] * v.Span[i];
            for (int i = start; i < start + shape.Categories; i++)
            {
                double expected = 1.5 * posterior.Probabilities.Span[i] * (v.Span[i] - mean);
                Assert.Equal(expected, applied.Span[i], GoldenTable.Epsilon * 40);
                Assert.Equal(before[i] + expected, added.Span[i], GoldenTable.Epsilon * 40);
            }
        }
    }, iter: 30);

    [Fact]
    public void The_result_may_overwrite_what_comes_from_above()
    {
        ReadOnlySpan<Real> q = [(Real)0.5, (Real)0.25, (Real)0.25, 1, 0, 0];
        Real[] upstream = [4, -8, 2, 1, 2, 3];
        SoftmaxJacobian.Multiply(q, upstream, 3, 2, upstream, add: false);
        // ⟨q, v⟩ = 0.5, then 2 q ∘ (v − 0.5); a certain latent has no gradient.
        Assert.Equal([(Real)3.5, (Real)(-4.25), (Real)0.75, 0, 0, 0], upstream);
    }

    [Fact]
    public void Spans_of_different_lengths_or_of_parts_of_latents_are_refused()
    {
        foreach ((int q, int v, int gradient) in new[] { (6, 5, 6), (6, 6, 5), (5, 5, 5) })
        {
            Assert.Throws<ArgumentOutOfRangeException>(
                () => SoftmaxJacobian.Multiply(new Real[q], new Real[v], 3, 1, new Real[gradient], add: true));
        }
    }
}
