using CsCheck;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class SoftmaxJacobianTests
{
    // Below a vector of categories, vectors and a rest; less than what is done in one piece, and more.
    private static readonly Gen<(int Rows, LatentShape Shape, ulong Seed)> Case =
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.Int[1, 40], Gen.ULong)
            .Select((rows, latents, categories, seed) => (rows, new LatentShape(latents, categories), seed));

    [Fact]
    public void It_is_q_times_v_less_the_mean_of_v_in_double() => Case.Sample((rows, shape, seed) =>
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
        SoftmaxJacobian.Apply(q, upstream, 3, 2, upstream);
        // ⟨q, v⟩ = 0.5, then 2 q ∘ (v − 0.5); a certain latent has no gradient.
        Assert.Equal([(Real)3.5, (Real)(-4.25), (Real)0.75, 0, 0, 0], upstream);
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxJacobian.Apply(new Real[6], new Real[5], 3, 1, new Real[6]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftmaxJacobian.Add(new Real[6], new Real[6], 3, 1, new Real[5]));
    }
}
