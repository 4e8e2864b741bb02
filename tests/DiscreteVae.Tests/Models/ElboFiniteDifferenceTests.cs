using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

/// <summary>What the optimiser receives in a whole train step, against differences of the loss that the step returns.</summary>
public class ElboFiniteDifferenceTests
{
    public static TheoryData<int, int, int, double> Shapes() => new()
    {
        { 1, 1, 4, 0.0 },
        { 1, 3, 1, 0.0 },
        { 1, 1, 1, 0.0 },
        { 4, 2, 3, 0.0 },
        { 3, 4, 2, 0.2 },
    };

    /// <summary>The expected loss over all codes is a function of the parameters, and its gradient is exact in both networks.</summary>
    [Theory, MemberData(nameof(Shapes))]
    public void Enumeration_has_the_exact_gradient_by_every_parameter(int batch, int latents, int categories, double slope)
    {
        var fixture = new Fixture("exact", batch, new LatentShape(latents, categories), slope, temperature: 1, klWeight: 0.7);
        IReadOnlyList<IDenseLayer> layers = fixture.Model.Layers();
        double[] parameters = layers.Get();
        fixture.Loss();
        double[] gradient = layers.GetGradients();
        FiniteDifference.CheckGradient(Loss, parameters, gradient);
        FiniteDifference.CheckDirection(Loss, parameters, gradient, seed: 5);

        double Loss(double[] values)
        {
            layers.Set(values);
            return fixture.Loss();
        }
    }

    /// <summary>
    /// With its noise held fixed Gumbel-Softmax is differentiable from end to end, so that the gradients of the relaxed loss by
    /// every parameter of both networks are exact derivatives.
    /// </summary>
    [Theory, MemberData(nameof(Shapes))]
    public void Gumbel_softmax_with_fixed_noise_has_the_exact_gradient_by_every_parameter(
        int batch, int latents, int categories, double slope)
    {
        foreach ((double temperature, double klWeight) in ((double, double)[])[(1, 1), (0.6, 0.3)])
        {
            var fixture = new Fixture("gumbel-softmax", batch, new LatentShape(latents, categories), slope, temperature,
                klWeight);
            IReadOnlyList<IDenseLayer> layers = fixture.Model.Layers();
            double[] parameters = layers.Get();
            fixture.Loss();
            double[] gradient = layers.GetGradients();
            FiniteDifference.CheckGradient(Loss, parameters, gradient);
            FiniteDifference.CheckDirection(Loss, parameters, gradient, seed: 5);

            double Loss(double[] values)
            {
                layers.Set(values);
                return fixture.Loss();
            }
        }
    }

    /// <summary>
    /// Whatever the estimator does for the encoder, the decoder learns from the exact gradient at the codes that were drawn.
    /// </summary>
    [Theory]
    [InlineData("reinforce", 1, 1, 4)]
    [InlineData("reinforce", 5, 3, 4)]
    [InlineData("straight-through", 5, 3, 4)]
    [InlineData("straight-through", 1, 2, 1)]
    public void With_fixed_codes_the_decoder_has_the_exact_gradient(string estimator, int batch, int latents, int categories)
    {
        var fixture = new Fixture(estimator, batch, new LatentShape(latents, categories), 0, temperature: 1, klWeight: 1);
        IReadOnlyList<IDenseLayer> layers = fixture.Model.Decoder.Layers;
        double[] parameters = layers.Get();
        fixture.Loss();
        double[] gradient = layers.GetGradients();
        FiniteDifference.CheckGradient(
            values =>
            {
                layers.Set(values);
                return fixture.Loss();
            },
            parameters, gradient);
    }

    /// <summary>
    /// The directional form at a size closer to life: one number that every parameter's gradient has a part in.
    /// </summary>
    [Fact]
    public void A_larger_model_has_the_right_derivative_along_random_directions()
    {
        var fixture = new Fixture("gumbel-softmax", batch: 10, new LatentShape(4, 8), 0, temperature: 0.8, klWeight: 1,
            pixels: 60, [32, 24]);
        IReadOnlyList<IDenseLayer> layers = fixture.Model.Layers();
        double[] parameters = layers.Get();
        fixture.Loss();
        double[] gradient = layers.GetGradients();
        for (ulong seed = 1; seed <= 5; seed++)
        {
            FiniteDifference.CheckDirection(
                values =>
                {
                    layers.Set(values);
                    return fixture.Loss();
                },
                parameters, gradient, seed);
        }
    }

    private sealed class Fixture
    {
        private readonly TrainStep _step;
        private readonly PixelBatch _images;
        private readonly StepSettings _settings;

        public Fixture(string estimator, int batch, LatentShape shape, double slope, double temperature, double klWeight,
            int pixels = 5, params int[] hidden)
        {
            Model = new CategoricalVae(TestBackends.Default,
                new ModelShape(pixels, hidden.Length == 0 ? [4, 3] : hidden, shape, new Activation(slope)));
            Model.Initialize(seed: 6);
            _step = new TrainStep(Model, GradientEstimators.All[estimator].Create()(new EstimatorContext(shape)),
                new GradientRecorder());
            _images = new PixelBatch(TestInputs.ToMatrix(TestInputs.Uniform(3, batch * pixels), batch));
            _settings = new StepSettings(temperature, klWeight, LearningRate: 0);
        }

        public CategoricalVae Model { get; }

        /// <summary>The mean over the minibatch of reconstruction + w · KL, with the same noise every time.</summary>
        public double Loss()
        {
            Elbo elbo = _step.Run(_images, _settings, TestInputs.Noise(9));
            return -elbo.LogLikelihoodPerDatum + _settings.KlWeight * elbo.KlPerDatum;
        }
    }
}
