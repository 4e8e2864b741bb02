using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// A posterior and a loss so small that the gradient ∂/∂θ E[f(z)] = Σ_z q(z) f(z) (z − p) is a sum over all K^N codes, in double.
/// </summary>
internal sealed class EnumerableProblem
{
    private readonly ILatentLoss _loss;
    private readonly Real[] _logits;
    private readonly double[] _probabilities;

    /// <param name="shape">N and K.</param>
    /// <param name="loss">f of each datum.</param>
    /// <param name="logits">θ, a row of N·K a datum.</param>
    public EnumerableProblem(LatentShape shape, ILatentLoss loss, Real[] logits)
    {
        Shape = shape;
        _loss = loss;
        _logits = logits;
        Data = logits.Length / shape.Width;
        _probabilities = Softmax(logits, shape.Categories);
        ExactGradient = Enumerate();
    }

    /// <summary>D of the images, random ones that a datum is known by to estimators whose baseline depends on them.</summary>
    public const int Pixels = 4;

    /// <summary>The kinds of loss <see cref="Create"/> knows.</summary>
    public static string[] Losses { get; } = ["linear", "quadratic", "cubic", "bernoulli"];

    public LatentShape Shape { get; }

    /// <summary>D, the number of different data.</summary>
    public int Data { get; }

    /// <summary>D × N·K, each datum's own.</summary>
    public double[] ExactGradient { get; }

    /// <summary>‖exact gradient‖₂, the scale of tolerances.</summary>
    public double Norm => Math.Sqrt(ExactGradient.Sum(g => g * g));

    /// <summary>A random problem.</summary>
    public static EnumerableProblem Create(string loss, int latents, int categories, int data, ulong seed,
        double logitScale = 0.7)
    {
        var shape = new LatentShape(latents, categories);
        int width = shape.Width;
        double[] linear = Draw(1, data * width), square = Draw(2, width * width), direction = Draw(3, width);
        double[] symmetric = [.. square.Select((value, i) => value + square[i % width * width + i / width])];
        double[] targets = [.. Draw(5, data * Pixels).Select(value => value > 0 ? 1.0 : 0.0)];
        ILatentLoss function = loss switch
        {
            "linear" => new PolynomialLoss(linear),
            "quadratic" => new PolynomialLoss(linear, symmetric),
            "cubic" => new PolynomialLoss(linear, symmetric, direction),
            "bernoulli" => new BernoulliDecoderLoss([.. Draw(4, Pixels * width).Select(w => 3 * w)], Draw(6, Pixels), targets),
            _ => throw new ArgumentException($"There is no loss '{loss}'.", nameof(loss)),
        };
        return new EnumerableProblem(shape, function, TestInputs.Normal(seed * 16 + 7, data * width, logitScale));

        double[] Draw(ulong part, int count) => [.. TestInputs.Normal(seed * 16 + part, count).Select(value => (double)value)];
    }

    /// <summary>Every datum <paramref name="copies"/> times: row r is datum r mod D.</summary>
    public Posterior CreatePosterior(int copies = 1)
    {
        Posterior posterior = TestInputs.PosteriorOf(Shape, [.. Enumerable.Repeat(_logits, copies).SelectMany(row => row)]);
        Real[] intensities = TestInputs.Uniform(9, Data * Pixels);
        posterior.Images = new PixelBatch(
            TestInputs.ToMatrix([.. Enumerable.Repeat(intensities, copies).SelectMany(row => row)], Data * copies));
        return posterior;
    }

    public CountingObjective CreateObjective(int copies = 1) => new(_loss, Data, copies);

    /// <summary>One estimate for the minibatch of <see cref="CreatePosterior"/>, held to the objective's contract.</summary>
    public Matrix Estimate(IGradientEstimator estimator, Real temperature, INoise noise, int copies = 1) =>
        Estimate(estimator, temperature, noise, CreatePosterior(copies), CreateObjective(copies), out _);

    /// <summary>The same, with what a caller wants to look at afterwards.</summary>
    public Matrix Estimate(
        IGradientEstimator estimator, Real temperature, INoise noise, Posterior posterior, CountingObjective objective,
        out Real[] losses)
    {
        losses = new Real[posterior.Count];
        Array.Fill(losses, Real.NaN);
        var gradient = new Matrix(posterior.Count, Shape.Width);
        gradient.Span.Fill(Real.NaN);
        objective.Begin();
        estimator.Estimate(posterior, objective, temperature, noise, losses, gradient);
        objective.End();
        Assert.Equal(posterior.Count, gradient.Rows);
        return gradient;
    }

    /// <summary>
    /// Moments of the estimate, until a bias of <paramref name="mustDetect"/> would be seen. A draw is the mean over the copies
    /// in a minibatch: rows may share a baseline, minibatches do not.
    /// </summary>
    public StreamingMoments DrawGradients(
        IGradientEstimator estimator, Real temperature, ulong seed, double falseFailRate, double mustDetect, int copies = 50,
        int most = 20_000)
    {
        var moments = new StreamingMoments(ExactGradient.Length);
        var noise = new StreamNoise();
        Posterior posterior = CreatePosterior(copies);
        CountingObjective objective = CreateObjective(copies);
        var mean = new double[ExactGradient.Length];
        for (int draw = 0; draw < most; draw++)
        {
            bool enough = draw >= StatisticalAssert.FewestDraws && draw % 500 == 0
                && StatisticalAssert.DetectableBias(moments, falseFailRate) <= mustDetect;
            if (enough) break;
            noise.Stream = RandomStream.Create(seed, Purpose.Estimator, (ulong)draw);
            ReadOnlySpan<Real> gradient = Estimate(estimator, temperature, noise, posterior, objective, out _).Span;
            Array.Clear(mean);
            for (int i = 0; i < gradient.Length; i++) mean[i % mean.Length] += (double)gradient[i] / copies;
            moments.Add(mean);
        }
        return moments;
    }

    /// <summary><see cref="Expectation"/>, or null where the estimator draws other noise than that.</summary>
    public double[]? TryExpectation(IGradientEstimator estimator, Real temperature)
    {
        var probe = new LaneProbe(Shape.Latents);
        Estimate(estimator, temperature, probe);
        return probe.OneSampleOnly ? Expectation(estimator, temperature) : null;
    }

    /// <summary>Σ_z q(z) estimate(z) of an estimator whose only noise is one categorical sample a latent; D must be 1.</summary>
    public double[] Expectation(IGradientEstimator estimator, Real temperature)
    {
        Assert.Equal(1, Data);
        var mean = new double[ExactGradient.Length];
        Posterior posterior = CreatePosterior();
        CountingObjective objective = CreateObjective();
        foreach (int[] code in Codes())
        {
            var noise = new GivenNoise([.. code.Select(k => (double)k)], [], posterior);
            ReadOnlySpan<Real> gradient = Estimate(estimator, temperature, noise, posterior, objective, out _).Span;
            double probability = Probability(0, code);
            for (int i = 0; i < mean.Length; i++) mean[i] += probability * gradient[i];
        }
        return mean;
    }

    /// <summary>The least and the largest loss of a datum over all codes.</summary>
    public (double Least, double Largest) LossRange(int datum)
    {
        double[] values = [.. Codes().Select(code => _loss.Value(datum, OneHot(code)))];
        return (values.Min(), values.Max());
    }

    private double[] Enumerate()
    {
        var gradient = new double[_logits.Length];
        for (int datum = 0; datum < Data; datum++)
        {
            foreach (int[] code in Codes())
            {
                double[] z = OneHot(code);
                double weighted = Probability(datum, code) * _loss.Value(datum, z);
                for (int i = 0; i < z.Length; i++)
                    gradient[datum * z.Length + i] += weighted * (z[i] - _probabilities[datum * z.Length + i]);
            }
        }
        return gradient;
    }

    private double Probability(int datum, int[] code)
    {
        double probability = 1;
        for (int n = 0; n < code.Length; n++) probability *= _probabilities[datum * Shape.Width + n * Shape.Categories + code[n]];
        return probability;
    }

    private double[] OneHot(int[] code)
    {
        var z = new double[Shape.Width];
        for (int n = 0; n < code.Length; n++) z[n * Shape.Categories + code[n]] = 1;
        return z;
    }

    private IEnumerable<int[]> Codes()
    {
        int count = (int)Math.Pow(Shape.Categories, Shape.Latents);
        for (int c = 0; c < count; c++)
        {
            var code = new int[Shape.Latents];
            for (int n = 0, rest = c; n < code.Length; n++, rest /= Shape.Categories) code[n] = rest % Shape.Categories;
            yield return code;
        }
    }

    private static double[] Softmax(Real[] logits, int categories)
    {
        double[] p = [.. logits.Select(logit => (double)logit)];
        for (int start = 0; start < p.Length; start += categories)
        {
            Span<double> group = p.AsSpan(start, categories);
            double maximum = double.NegativeInfinity, sum = 0;
            foreach (double logit in group) maximum = Math.Max(maximum, logit);
            foreach (ref double value in group) sum += value = Math.Exp(value - maximum);
            foreach (ref double value in group) value /= sum;
        }
        return p;
    }
}
