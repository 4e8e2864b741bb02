using DiscreteVae.Estimators;
using DiscreteVae.Metrics;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

/// <summary>The exact log-likelihood and the importance-weighted bound on a model of 64 codes.</summary>
public class LogLikelihoodTests
{
    private const int Images = 6;

    private static readonly double[] Prior = [.. Enumerable.Repeat(-Math.Log(SmallModel.Latent.Categories), SmallModel.Latent.Width)];

    [Fact]
    public void The_exact_one_is_the_sum_over_all_codes()
    {
        CategoricalVae model = Sharp();
        PixelBatch images = TestInputs.BinaryImages(3, Images, SmallModel.Pixels);
        double[] expected = Enumerated(model, images);
        Assert.Equal(expected.Average(), Exact(model, images), Golden.Tolerance * 100);
        Assert.True(expected.Max() - expected.Min() > 0.1);
    }

    [Fact]
    public void Groups_of_images_and_minibatches_do_not_matter()
    {
        CategoricalVae model = Sharp();
        PixelBatch[] batches = [.. Enumerable.Range(0, 3).Select(i => TestInputs.BinaryImages((ulong)i + 10, 700, SmallModel.Pixels))];
        Assert.True(batches.Sum(batch => batch.Count) > LogLikelihood.GroupSize);
        Assert.Equal(batches.Average(batch => Exact(model, batch)), Exact(model, batches), Golden.Tolerance * 10);
    }

    [Fact]
    public void A_prior_that_is_certain_of_a_code_leaves_that_code()
    {
        CategoricalVae model = Sharp();
        PixelBatch images = TestInputs.BinaryImages(3, Images, SmallModel.Pixels);
        double[] certain = [.. Enumerable.Range(0, SmallModel.Latent.Width).Select(i => i % SmallModel.Latent.Categories == 2 ? 0 : double.NegativeInfinity)];
        var metric = new LogLikelihood(new MetricContext(SmallModel.Latent));
        var code = new Matrix(1, SmallModel.Latent.Width);
        for (int n = 0; n < SmallModel.Latent.Latents; n++) code[0, n * SmallModel.Latent.Categories + 2] = 1;
        Assert.Equal(LogProbabilities(model, images, code).Average(row => row[0]), Measure(metric, model, certain, 1, images), Golden.Tolerance * 100);
    }

    /// <summary>
    /// Means over 600 draws. Each claim may stray by 4.9 standard errors, a false alarm in 1e6, and the ladder must be steep enough for a
    /// bound that does not rise to be seen.
    /// </summary>
    [Fact]
    public void The_bound_is_the_ELBO_at_one_sample_rises_with_more_and_stays_below()
    {
        CategoricalVae model = Sharp();
        PixelBatch images = TestInputs.BinaryImages(3, Images, SmallModel.Pixels);
        double exact = Exact(model, images);
        (double Mean, double Error)[] ladder = [.. ((int[])[1, 2, 4, 16, 64]).Select(samples => Bound(model, images, samples, draws: 600))];
        Assert.Equal(ExactElbo(model, images), ladder[0].Mean, 4.9 * ladder[0].Error);
        for (int i = 0; i < ladder.Length; i++)
        {
            Assert.True(ladder[i].Mean <= exact + 4.9 * ladder[i].Error);
            if (i == 0) continue;
            double error = Math.Sqrt(ladder[i].Error * ladder[i].Error + ladder[i - 1].Error * ladder[i - 1].Error);
            Assert.True(ladder[i].Mean >= ladder[i - 1].Mean - 4.9 * error);
            if (i < 4) Assert.True(ladder[i].Mean - ladder[i - 1].Mean > 4.9 * error, $"step {i} rises by {ladder[i].Mean - ladder[i - 1].Mean}, not clear of {error}.");
        }
    }

    /// <summary>
    /// With c² the relative variance of the weights, which enumeration gives, the bound falls short by c² / (2 S) to first order and
    /// deviates by c / √S an image. The error allowed is that and 4.9 deviations, a false alarm in 1e6, and a small part of the ELBO's own
    /// gap.
    /// </summary>
    [Fact]
    public void The_bound_tends_to_the_exact_one()
    {
        const int Samples = 20_000;
        CategoricalVae model = Sharp(2);
        PixelBatch images = TestInputs.BinaryImages(3, Images, SmallModel.Pixels);
        double exact = Exact(model, images), gap = exact - ExactElbo(model, images);
        double[] variances = RelativeVariances(model, images);
        Assert.True(variances.Max() / Samples < 0.05, $"c² / S is {variances.Max() / Samples}, too large for the first order.");
        double allowed = variances.Average() / Samples + 4.9 * Math.Sqrt(variances.Sum() / Samples) / Images;
        Assert.True(gap > 5 * allowed, $"A gap of {gap} is not clear of an error of {allowed}.");
        Assert.Equal(exact, Bound(model, images, Samples, draws: 1).Mean, allowed);
    }

    [Fact]
    public void More_samples_begin_with_the_same_ones()
    {
        CategoricalVae model = Sharp();
        PixelBatch images = TestInputs.BinaryImages(3, Images, SmallModel.Pixels);
        var one = new LogLikelihoodBound(new MetricContext(SmallModel.Latent, ImportanceSamples: 1));
        double first = Measure(one, model, Prior, 7, images);
        Assert.Equal(first, Measure(one, model, Prior, 7, images));
        Assert.NotEqual(first, Measure(one, model, Prior, 8, images));
    }

    [Fact]
    public void Too_many_codes_and_no_samples_are_refused()
    {
        Assert.Contains("1.04858E+06", Assert.Throws<MetricNotApplicableException>(() =>
            new LogLikelihood(new MetricContext(new LatentShape(10, 4)))).Message, StringComparison.OrdinalIgnoreCase);
        Assert.Throws<MetricNotApplicableException>(() => new LogLikelihoodBound(new MetricContext(SmallModel.Latent)));
    }

    // Larger weights than initial ones: codes matter.
    private static CategoricalVae Sharp(int factor = 3)
    {
        CategoricalVae model = SmallModel.Create();
        model.Layers().Set([.. model.Layers().Get().Select(weight => weight * factor)]);
        return model;
    }

    private static double Exact(CategoricalVae model, params PixelBatch[] images) =>
        Measure(new LogLikelihood(new MetricContext(SmallModel.Latent)), model, Prior, 1, images);

    private static (double Mean, double Error) Bound(CategoricalVae model, PixelBatch images, int samples, int draws)
    {
        var metric = new LogLikelihoodBound(new MetricContext(SmallModel.Latent, samples));
        double[] values = [.. Enumerable.Range(1, draws).Select(draw => Measure(metric, model, Prior, (ulong)draw, images))];
        double mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, draws - 1) / draws));
    }

    private static double Measure(IMetric metric, CategoricalVae model, double[] prior, ulong seed, params PixelBatch[] batches)
    {
        var report = new MetricReport();
        metric.Begin();
        foreach (PixelBatch images in batches)
        {
            Posterior posterior = model.Encode(images);
            metric.Add(new EvaluatedBatch(model, images, posterior, new CategoricalSample(SmallModel.Latent).Draw(posterior, TestInputs.Noise(seed), 1), prior, TestInputs.Noise(seed)));
        }
        metric.End(report);
        return Assert.Single(report.Values).Value;
    }

    private static double[] Enumerated(CategoricalVae model, PixelBatch images)
    {
        Matrix codes = new CodeEnumeration(SmallModel.Latent).Codes(0);
        return [.. LogProbabilities(model, images, codes).Select(row => Math.Log(row.Average(Math.Exp)))];
    }

    // Σ_z q(z | x) ln p(x | z) − KL.
    private static double ExactElbo(CategoricalVae model, PixelBatch images)
    {
        var enumeration = new CodeEnumeration(SmallModel.Latent);
        double[][] logs = LogProbabilities(model, images, enumeration.Codes(0));
        Posterior posterior = model.Encode(images);
        double[] q = new double[enumeration.Count * Images];
        enumeration.Probabilities(posterior, 0, q);
        double sum = 0;
        for (int c = 0; c < enumeration.Count; c++)
            for (int b = 0; b < Images; b++) sum += q[c * Images + b] * (logs[b][c] - Math.Log(q[c * Images + b]) - SmallModel.Latent.MaximumKl);
        return sum / Images;
    }

    // Of w = p(x, z) / q(z | x) under q, a datum: Σ_z p(x, z)² / q(z | x) / p(x)² − 1.
    private static double[] RelativeVariances(CategoricalVae model, PixelBatch images)
    {
        var enumeration = new CodeEnumeration(SmallModel.Latent);
        double[][] logs = LogProbabilities(model, images, enumeration.Codes(0));
        Posterior posterior = model.Encode(images);
        double[] q = new double[enumeration.Count * Images];
        enumeration.Probabilities(posterior, 0, q);
        return [.. logs.Select((log, b) =>
        {
            double[] joint = [.. log.Select(value => Math.Exp(value) / log.Length)];
            return joint.Select((p, c) => p * p / q[c * Images + b]).Sum() / Math.Pow(joint.Sum(), 2) - 1;
        })];
    }

    // ln p(x_b | z_c) at [b][c], from the means.
    private static double[][] LogProbabilities(CategoricalVae model, PixelBatch images, Matrix codes)
    {
        Matrix means = model.DecodeMeans(codes);
        return [.. Enumerable.Range(0, images.Count).Select(b => Enumerable.Range(0, codes.Rows).Select(c =>
        {
            double log = 0;
            for (int d = 0; d < SmallModel.Pixels; d++) log += Math.Log(images.Bytes(b)[d] == 1 ? means[c, d] : 1.0 - means[c, d]);
            return log;
        }).ToArray())];
    }
}
