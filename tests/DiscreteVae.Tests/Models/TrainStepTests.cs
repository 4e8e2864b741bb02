using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class TrainStepTests
{
    /// <summary>
    /// −ELBO in nats of each of ten steps: recorded from the float64 build of this very test, once its gradients had been checked
    /// against finite differences and PyTorch. They change when the arithmetic, the initialisation or the noise does, and only
    /// then.
    /// </summary>
    public static TheoryData<string, double[]> Recorded() => new()
    {
        {
            "reinforce",
            [
                6.820820131050568, 6.816846234168446, 6.8072212644306225, 6.76726713248974, 6.69045864521831,
                6.682215726392778, 6.6623734546132605, 6.629037040275217, 6.63821023589303, 6.529849364441865,
            ]
        },
        {
            "straight-through",
            [
                6.820820131050568, 6.788951450476599, 6.761802341512408, 6.717667715901375, 6.664090940373073,
                6.6450675654683256, 6.6219474384471555, 6.591217731949759, 6.632093424181315, 6.517904768897935,
            ]
        },
        {
            "gumbel-softmax",
            [
                6.832873117951603, 6.778801162467119, 6.741998995689699, 6.720416904672052, 6.695893872869685,
                6.673997451231971, 6.655906565830865, 6.6383260870699585, 6.621139168944536, 6.605328097636605,
            ]
        },
    };

    [Theory, MemberData(nameof(Recorded))]
    public void Ten_steps_have_the_recorded_losses_and_go_down(string estimator, double[] recorded)
    {
        CategoricalVae model = SmallModel.Create();
        var step = new TrainStep(model, Create(estimator), new Adam(new AdamOptions()));
        PixelBatch images = TestInputs.BinaryImages(5, 8, SmallModel.Pixels);
        double[] losses = [.. Enumerable.Range(0, 10).Select(i =>
            -step.Run(images, new StepSettings(Temperature: 1, KlWeight: 1, LearningRate: 0.02),
                TestInputs.Noise((ulong)i)).PerDatum)];

        double tolerance = sizeof(Real) == sizeof(double) ? 1e-9 : 1e-4;
        Assert.True(recorded.Length == 10
            && recorded.Zip(losses, (expected, actual) => Math.Abs(expected - actual)).Max() <= tolerance,
            $"The losses are {string.Join(", ", losses)}.");
        Assert.True(losses[5..].Average() < losses[..5].Average() - 0.1, "The losses do not go down.");
    }

    [Fact]
    public void The_weight_of_the_KL_reaches_the_gradient_and_not_the_reported_ELBO()
    {
        (Elbo elbo, Real[] without) = Gradients(klWeight: 0);
        (Elbo same, Real[] once) = Gradients(klWeight: 1);
        (_, Real[] twice) = Gradients(klWeight: 2);
        Assert.Equal(elbo, same);
        Assert.NotEqual(without, once);
        for (int i = 0; i < once.Length; i++) Assert.Equal(2 * (once[i] - without[i]), twice[i] - without[i], Golden.Tolerance);
    }

    [Fact]
    public void An_estimator_that_trains_no_decoder_is_an_error()
    {
        var step = new TrainStep(SmallModel.Create(), new Forgetful(), new GradientRecorder());
        var error = Assert.Throws<InvalidOperationException>(() =>
            step.Run(TestInputs.BinaryImages(1, 2, SmallModel.Pixels), new StepSettings(1, 1, 0), TestInputs.Noise(1)));
        Assert.Contains("'forgetful' did not train the decoder", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The last minibatch of an epoch is smaller: its gradient is the one it would have had alone.</summary>
    [Fact]
    public void Minibatches_of_any_size_may_follow_each_other()
    {
        CategoricalVae model = SmallModel.Create();
        var step = new TrainStep(model, Create("straight-through"), new GradientRecorder());
        Run(9);
        Elbo elbo = Run(2);
        Real[] gradient = model.Layers().GetGradients();
        Assert.Equal((2, 2L), (step.LogitsGradient.Rows, elbo.Count));
        model = SmallModel.Create();
        step = new TrainStep(model, Create("straight-through"), new GradientRecorder());
        Assert.Equal(elbo, Run(2));
        Assert.Equal(model.Layers().GetGradients(), gradient);

        Elbo Run(int count) =>
            step.Run(TestInputs.BinaryImages((ulong)count, count, SmallModel.Pixels), new StepSettings(1, 1, 0),
                TestInputs.Noise(7));
    }

    private static (Elbo Elbo, Real[] Gradient) Gradients(double klWeight)
    {
        var step = new TrainStep(SmallModel.Create(), Create("straight-through"), new GradientRecorder());
        Elbo elbo = step.Run(TestInputs.BinaryImages(5, 8, SmallModel.Pixels), new StepSettings(1, klWeight, 0),
            TestInputs.Noise(1));
        return (elbo, step.LogitsGradient.Span.ToArray());
    }

    private static IGradientEstimator Create(string name) =>
        GradientEstimators.All[name].Create()(new EstimatorContext(SmallModel.Latent));

    private sealed class Forgetful : IGradientEstimator
    {
        public EstimatorTraits Traits { get; } = new("forgetful", false, false, false, 0, false, "None");

        public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
            Matrix gradient) =>
            gradient.WithRows(posterior.Count).Span.Clear();
    }
}
