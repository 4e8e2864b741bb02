using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

/// <summary>The gradient with free bits is the derivative of the objective with free bits, floor and all.</summary>
public class FreeBitsFiniteDifferenceTests
{
    private const double KlWeight = 0.7;
    private const int Rows = 5;

    private static readonly LatentShape Shape = new(4, 3);

    [Theory]
    [InlineData(FreeBitsScope.Latent, 0, 4)]
    [InlineData(FreeBitsScope.Latent, 0.25, 2)]
    [InlineData(FreeBitsScope.Latent, 1, 0)]
    [InlineData(FreeBitsScope.Total, 0.5, 4)]
    [InlineData(FreeBitsScope.Total, 4, 0)]
    public void The_gradient_by_the_logits_is_the_derivative_of_the_floored_term(FreeBitsScope scope, double nats, int open)
    {
        var freeBits = new FreeBits(nats, scope);
        double[] logits = TestInputs.Normal(21, Rows * Shape.Width);
        // Latents of different strength, so that a floor parts them.
        for (int i = 0; i < logits.Length; i++) logits[i] *= 0.4 + 0.6 * (i % Shape.Width / Shape.Categories);
        double[] means = new double[Shape.Latents], weights = new double[Shape.Latents];
        Posterior posterior = TestInputs.PosteriorOf(Shape, logits);
        UniformPrior.LatentMeans(posterior, means);
        Assert.All(means, mean => Assert.True(Math.Abs(mean - nats) > 1e-3, "A latent stands on the kink."));
        freeBits.Weights(means, KlWeight, weights);
        Assert.Equal(open, weights.Count(weight => weight > 0));
        var gradient = new Matrix(Rows, Shape.Width);
        UniformPrior.Backward(posterior, weights, gradient);
        FiniteDifference.CheckGradient(Value, logits, gradient.Span);

        double Value(double[] values)
        {
            var moved = new double[Shape.Latents];
            UniformPrior.LatentMeans(TestInputs.PosteriorOf(Shape, values), moved);
            return Rows * KlWeight * freeBits.Term(moved);
        }
    }

    [Theory]
    [InlineData(FreeBitsScope.Latent, 0.02)]
    [InlineData(FreeBitsScope.Total, 0.001)]
    [InlineData(FreeBitsScope.Total, 3)]
    public void A_whole_step_has_the_exact_gradient_by_every_parameter(FreeBitsScope scope, double nats)
    {
        var freeBits = new FreeBits(nats, scope);
        var model = new CategoricalVae(TestBackends.Default, new ModelShape(5, [4, 3], Shape, new Activation(0.2)));
        model.Initialize(seed: 6);
        IGradientEstimator estimator = GradientEstimators.All["gumbel-softmax"].Create()(new EstimatorContext(Shape));
        var step = new TrainStep(model, estimator, new GradientRecorder()) { FreeBits = freeBits };
        var images = new PixelBatch(TestInputs.ToMatrix(TestInputs.Uniform(3, Rows * 5), Rows));
        IReadOnlyList<IDenseLayer> layers = model.Layers();
        double[] parameters = layers.Get();
        // Larger than they are drawn, so that the latents differ from the prior.
        for (int i = 0; i < parameters.Length; i++) parameters[i] *= 2;
        layers.Set(parameters);
        Loss(parameters);
        FiniteDifference.CheckGradient(Loss, parameters, layers.GetGradients());

        double Loss(double[] values)
        {
            layers.Set(values);
            Elbo elbo = step.Run(images, new StepSettings(1, KlWeight, 0), TestInputs.Noise(9));
            var means = new double[Shape.Latents];
            UniformPrior.LatentMeans(model.Posterior, means);
            Assert.All(means, mean => Assert.True(Math.Abs(mean - nats) > 1e-4, $"A latent stands on the kink: {mean}."));
            return -elbo.LogLikelihoodPerDatum + KlWeight * freeBits.Term(means);
        }
    }
}
