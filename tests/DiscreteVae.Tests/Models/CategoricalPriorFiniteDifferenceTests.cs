using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class CategoricalPriorFiniteDifferenceTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 4)]
    [InlineData(1, 5, 1)]
    [InlineData(4, 3, 5)]
    public void Both_gradients_of_the_KL_are_its_derivatives(int rows, int latents, int categories)
    {
        var shape = new LatentShape(latents, categories);
        double[] phi = TestInputs.Normal(5, shape.Width), logits = TestInputs.Normal(6, rows * shape.Width);
        double[] weights = TestInputs.Uniform(7, latents, 0.5, 2);
        var gradient = new Matrix(rows, shape.Width);
        Prior(phi).Backward(TestInputs.PosteriorOf(shape, logits), weights, gradient);
        FiniteDifference.CheckGradient(values => rows * Value(phi, values), logits, gradient.Span);

        CategoricalPrior prior = Prior(phi);
        prior.Learn(TestInputs.PosteriorOf(shape, logits), weights, new GradientRecorder());
        FiniteDifference.CheckGradient(values => Value(values, logits), phi, prior.State(0));

        double Value(double[] priorLogits, double[] posteriorLogits)
        {
            var means = new double[latents];
            Prior(priorLogits).LatentMeans(TestInputs.PosteriorOf(shape, posteriorLogits), means);
            return means.Zip(weights, (mean, weight) => mean * weight).Sum();
        }

        CategoricalPrior Prior(double[] values)
        {
            var made = new CategoricalPrior(shape);
            made.SetLogits(values);
            return made;
        }
    }

    /// <summary>A whole step of enumeration, with and without a floor of the KL: the derivative by every parameter, φ among them.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.05)]
    public void A_whole_step_has_the_exact_gradient_by_every_parameter_and_by_the_prior(double? floor)
    {
        const double KlWeight = 0.7;
        var shape = new LatentShape(3, 4);
        FreeBits? freeBits = floor is double nats ? new FreeBits(nats, FreeBitsScope.Latent) : null;
        var prior = new CategoricalPrior(shape);
        prior.SetLogits(TestInputs.Normal(5, shape.Width, 0.3));
        var model = new CategoricalVae(TestBackends.Default, new ModelShape(5, [4, 3], shape, new Activation(0.2)), prior);
        model.Initialize(seed: 6);
        IGradientEstimator estimator = GradientEstimators.All["exact"].Create()(new EstimatorContext(shape));
        var step = new TrainStep(model, estimator, new GradientRecorder()) { FreeBits = freeBits };
        var images = new PixelBatch(TestInputs.ToMatrix(TestInputs.Uniform(3, 4 * 5), 4));
        IReadOnlyList<IDenseLayer> layers = model.Layers();
        double[] weights = [.. layers.Get().Select(value => 2 * value)];
        double[] parameters = [.. weights, .. prior.Logits];
        Loss(parameters);
        FiniteDifference.CheckGradient(Loss, parameters, (double[])[.. layers.GetGradients(), .. prior.State(0)]);

        double Loss(double[] values)
        {
            layers.Set(values.AsSpan(0, weights.Length));
            prior.SetLogits(values.AsSpan(weights.Length));
            Elbo elbo = step.Run(images, new StepSettings(1, KlWeight, 0), TestInputs.Noise(9));
            var means = new double[shape.Latents];
            prior.LatentMeans(model.Posterior, means);
            if (floor is not null) Assert.All(means, mean => Assert.True(Math.Abs(mean - floor.Value) > 1e-4, $"On the kink: {mean}."));
            return -elbo.LogLikelihoodPerDatum + KlWeight * (freeBits?.Term(means) ?? elbo.KlPerDatum);
        }
    }
}
