using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class CategoricalSampleTests
{
    [Fact]
    public void Frequencies_are_the_probabilities()
    {
        var shape = new LatentShape(2, 5);
        Real[] logits = [0, 1, -1, 2, (Real)0.5, 0, 0, -300, 0, -2];
        Posterior posterior = TestInputs.PosteriorOf(shape, logits);
        var sample = new CategoricalSample(shape);
        var counts = new long[10];
        for (ulong draw = 0; draw < 20; draw++)
        {
            ReadOnlySpan<Real> codes = sample.Draw(posterior, TestInputs.Noise(draw), 1, samples: 1000).Span;
            for (int i = 0; i < codes.Length; i++) counts[i % 10] += (long)codes[i];
        }
        for (int n = 0; n < 2; n++)
        {
            double[] p = [.. logits[(5 * n)..(5 * n + 5)].Select(logit => logit < -200 ? 0 : Math.Exp(logit))];
            StatisticalAssert.Frequencies([.. p.Select(value => value / p.Sum())], counts.AsSpan(5 * n, 5), falseFailRate: 1e-6);
        }
    }

    [Fact]
    public void Every_code_is_one_hot_and_samples_come_in_blocks_of_the_minibatch()
    {
        var shape = new LatentShape(3, 4);
        // Datum b is certain of category (b + n) mod 4 in latent n, so that a row tells whose it is.
        var logits = new Real[5 * shape.Width];
        for (int i = 0; i < logits.Length; i++) logits[i] = i % 4 == (i / 12 + i / 4 % 3) % 4 ? 0 : -10_000;
        Posterior posterior = TestInputs.PosteriorOf(shape, logits);
        var sample = new CategoricalSample(shape);
        foreach (int samples in (int[])[3, 1, 2])
        {
            Matrix codes = sample.Draw(posterior, TestInputs.Noise(1), 1, samples);
            Assert.Equal(samples * 5, codes.Rows);
            for (int r = 0; r < codes.Rows; r++)
                Assert.Equal(posterior.Probabilities.Row(r % 5).ToArray(), codes.Row(r).ToArray());
        }
    }

    /// <summary>However many pieces the latents fall into: two here at least, three samples a datum.</summary>
    [Fact]
    public void Sample_i_is_the_category_that_number_i_of_the_lane_falls_into()
    {
        const int Rows = 7;
        var shape = new LatentShape(29, 6);
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(1, Rows * shape.Width));
        Matrix codes = new CategoricalSample(shape).Draw(posterior, TestInputs.Noise(2), lane: 5, samples: 3);
        var uniforms = new Real[3 * Rows * shape.Latents];
        TestInputs.Noise(2).FillUniform(5, uniforms);
        for (int i = 0; i < uniforms.Length; i++)
        {
            ReadOnlySpan<Real> p = posterior.Probabilities.Span.Slice(i * 6 % posterior.Probabilities.Span.Length, 6);
            int category = 0;
            for (Real sum = p[0]; uniforms[i] >= sum && category < 5; sum += p[category]) category++;
            Assert.Equal(category, codes.Span.Slice(i * 6, 6).IndexOf((Real)1));
            Assert.Equal(1, codes.Span.Slice(i * 6, 6).ToArray().Sum());
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(0.5)]
    public void No_uniform_number_picks_a_category_of_probability_0(double uniform)
    {
        var shape = new LatentShape(1, 4);
        Posterior posterior = TestInputs.PosteriorOf(shape, [-10_000, 3, -10_000, -10_000]);
        Assert.Equal([0, 1, 0, 0], new CategoricalSample(shape).Draw(posterior, new Repeated((Real)uniform), 1).Span.ToArray());
    }

    [Fact]
    public void What_rounding_leaves_between_the_sum_and_1_goes_to_the_last_possible_category()
    {
        var shape = new LatentShape(1, 3);
        Posterior posterior = TestInputs.PosteriorOf(shape, [0, 0, -10_000]);
        posterior.Probabilities[0, 1] = (Real)0.49;
        Assert.Equal([0, 1, 0], new CategoricalSample(shape).Draw(posterior, new Repeated((Real)0.999), 1).Span.ToArray());
    }

    [Fact]
    public void One_category_is_always_drawn()
    {
        var shape = new LatentShape(3, 1);
        Posterior posterior = TestInputs.PosteriorOf(shape, [100, -100, 0]);
        Assert.Equal([1, 1, 1], new CategoricalSample(shape).Draw(posterior, TestInputs.Noise(2), 1).Span.ToArray());
    }

    [Fact]
    public void Lanes_are_independent()
    {
        var shape = new LatentShape(30, 10);
        Posterior posterior = TestInputs.PosteriorOf(shape, new Real[300]);
        Real[] first = new CategoricalSample(shape).Draw(posterior, TestInputs.Noise(2), 1).Span.ToArray();
        Real[] second = new CategoricalSample(shape).Draw(posterior, TestInputs.Noise(2), 2).Span.ToArray();
        Assert.NotEqual(first, second);
        Assert.Equal(first, new CategoricalSample(shape).Draw(posterior, TestInputs.Noise(2), 1).Span.ToArray());
    }

    private sealed class Repeated(Real value) : INoise
    {
        public void FillUniform(int lane, Span<Real> destination, int first = 0) => destination.Fill(value);

        public void FillExponential(int lane, Span<Real> destination, int first = 0) => destination.Fill(value);
    }
}
