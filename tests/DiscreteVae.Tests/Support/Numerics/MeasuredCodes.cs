using DiscreteVae.Estimators;
using DiscreteVae.Metrics;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>Posteriors whose information is known, and what a metric says of them. The model behind them has no part in it.</summary>
internal sealed record MeasuredCodes(LatentShape Shape, Real[] Logits)
{
    /// <summary>Every image has one certain code: each of <paramref name="codes"/> gives the categories of one image.</summary>
    public static MeasuredCodes Certain(LatentShape shape, IEnumerable<int[]> codes) => new(shape,
        [.. codes.SelectMany(code => code.SelectMany(category =>
            Enumerable.Range(0, shape.Categories).Select(k => (Real)(k == category ? 200 : 0))))]);

    /// <summary>An image for each of all K^N codes: I(x; z) = N ln K.</summary>
    public static MeasuredCodes Perfect(LatentShape shape) => Certain(shape,
        Enumerable.Range(0, (int)CodeEnumeration.CountOf(shape)).Select(code => Digits(code, shape)));

    /// <summary>The prior for every image: I(x; z) = 0 and KL = 0.</summary>
    public static MeasuredCodes Useless(LatentShape shape, int images) => new(shape, new Real[images * shape.Width]);

    /// <summary>One certain code for all images: I(x; z) = 0 and KL = N ln K, its cap.</summary>
    public static MeasuredCodes Constant(LatentShape shape, int images) =>
        Certain(shape, Enumerable.Repeat(new int[shape.Latents], images));

    /// <summary>All latents repeat one: I(x; z) = ln K, however many they are.</summary>
    public static MeasuredCodes Duplicated(LatentShape shape) =>
        Certain(shape, Enumerable.Range(0, shape.Categories).Select(k => Enumerable.Repeat(k, shape.Latents).ToArray()));

    /// <summary>Random ones.</summary>
    public static MeasuredCodes Random(LatentShape shape, int images, double deviation, ulong seed = 5) =>
        new(shape, TestInputs.Normal(seed, images * shape.Width, deviation));

    /// <summary>What a metric reports, of minibatches of at most so many images.</summary>
    public MetricReport Measure(IMetric metric, int batchSize = int.MaxValue, ulong seed = 1, double[]? logPrior = null)
    {
        CategoricalVae model = SmallModel.Create();
        logPrior ??= [.. Enumerable.Repeat(-Math.Log(Shape.Categories), Shape.Width)];
        var sample = new CategoricalSample(Shape);
        var report = new MetricReport();
        metric.Begin();
        foreach (Real[] rows in Logits.Chunk((int)Math.Min((long)batchSize * Shape.Width, Logits.Length)))
        {
            Posterior posterior = TestInputs.PosteriorOf(Shape, rows);
            StreamNoise noise = TestInputs.Noise(seed++);
            metric.Add(new EvaluatedBatch(model, TestInputs.BinaryImages(1, posterior.Count, SmallModel.Pixels), posterior,
                sample.Draw(posterior, noise, lane: 1), logPrior, noise));
        }
        metric.End(report);
        return report;
    }

    /// <summary>q(z) of every code by the definition, code number as in <see cref="CodeEnumeration"/>.</summary>
    public double[] Aggregate()
    {
        Posterior posterior = TestInputs.PosteriorOf(Shape, Logits);
        double[] aggregate = new double[(int)CodeEnumeration.CountOf(Shape)];
        for (int code = 0; code < aggregate.Length; code++)
        {
            int[] digits = Digits(code, Shape);
            for (int b = 0; b < posterior.Count; b++)
            {
                double q = 1.0 / posterior.Count;
                for (int n = 0; n < digits.Length; n++) q *= posterior.Probabilities[b, n * Shape.Categories + digits[n]];
                aggregate[code] += q;
            }
        }
        return aggregate;
    }

    /// <summary>The categories of a code's number.</summary>
    public static int[] Digits(int code, LatentShape shape)
    {
        int[] digits = new int[shape.Latents];
        for (int n = 0; n < digits.Length; n++, code /= shape.Categories) digits[n] = code % shape.Categories;
        return digits;
    }
}
