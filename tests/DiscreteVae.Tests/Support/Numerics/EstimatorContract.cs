using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>Makes a fresh estimator for a shape.</summary>
internal delegate IGradientEstimator CreateEstimator(LatentShape shape);

/// <summary>
/// What every gradient estimator must keep: each check measures one promise of the interface or one claim of the traits.
/// </summary>
internal static class EstimatorContract
{
    /// <summary>Of one unbiasedness test, over all components of the gradient.</summary>
    public const double FalseFailRate = 1e-6;

    /// <summary>The bias in a component that must be detected, as a part of the norm of the exact gradient.</summary>
    public const double DetectedBias = 0.05;

    /// <summary>Random problems that <see cref="MeanIsExact"/> knows: N, K and a seed.</summary>
    public static int Problems => Shapes.Length;

    private static readonly (int Latents, int Categories, ulong Seed)[] Shapes = [(2, 3, 7), (3, 2, 8), (1, 5, 9)];

    /// <summary>
    /// The mean estimate is the enumerated gradient, for two data with different losses and logits in one minibatch. A correct estimator
    /// fails with probability <see cref="FalseFailRate"/>, and one whose bias in any component is <see cref="DetectedBias"/> of the
    /// gradient's norm passes with probability <see cref="StatisticalAssert.FalsePassRate"/>.
    /// </summary>
    public static void MeanIsExact(CreateEstimator create, string loss, Real temperature = 1, int problem = 0)
    {
        (int latents, int categories, ulong seed) = Shapes[problem];
        EnumerableProblem random = Problem(create, loss, latents, categories, data: 2, seed);
        double mustDetect = DetectedBias * random.Norm;
        StreamingMoments draws = random.DrawGradients(create(random.Shape), temperature, seed: 11, FalseFailRate, mustDetect);
        StatisticalAssert.MeanEquals(random.ExactGradient, draws, FalseFailRate, mustDetect);
    }

    /// <summary>K, or 2 where the estimator is for binary latents only.</summary>
    public static int Fit(CreateEstimator create, int latents, int categories)
    {
        try
        {
            create(new LatentShape(latents, categories));
            return categories;
        }
        catch (EstimatorNotApplicableException)
        {
            create(new LatentShape(latents, 2));
            return 2;
        }
    }

    /// <summary>
    /// For a loss that the traits call exact, the mean at temperature 1 is the enumerated gradient: to rounding where one
    /// categorical sample is all the noise, else statistically.
    /// </summary>
    public static void ExactnessIsAsClaimed(CreateEstimator create, string loss)
    {
        EnumerableProblem problem = Problem(create, loss, latents: 2, categories: 3, data: 1, seed: 17);
        IGradientEstimator estimator = create(problem.Shape);
        if (problem.TryExpectation(estimator, 1) is not { } mean)
        {
            MeanIsExact(create, loss);
            return;
        }
        for (int i = 0; i < mean.Length; i++)
        {
            Assert.True(Math.Abs(problem.ExactGradient[i] - mean[i]) <= 4 * Golden.Tolerance * problem.Norm,
                $"Component {i}: the mean over all samples is {mean[i]}, the exact gradient {problem.ExactGradient[i]}.");
        }
    }

    /// <summary>Evaluations and backward passes to the codes are as the traits claim, and the losses are finite.</summary>
    public static void CostIsAsClaimed(CreateEstimator create)
    {
        EnumerableProblem problem = Problem(create, "bernoulli", latents: 3, categories: 4, data: 5, seed: 21);
        IGradientEstimator estimator = create(problem.Shape);
        CountingObjective objective = problem.CreateObjective();
        problem.Estimate(estimator, 1, TestInputs.Noise(3), problem.CreatePosterior(), objective, out _);
        Assert.Equal(estimator.Traits.Evaluations, objective.Evaluations);
        Assert.Equal(estimator.Traits.BackwardPasses, objective.BackwardPasses);
        Assert.Equal(estimator.Traits.SharedEvaluations, objective.SharedEvaluations);
        Assert.Equal(estimator.Traits.SharedBackwardPasses, objective.SharedBackwardPasses);
        Assert.True(estimator.Traits.UsesCodeGradient == objective.CodeGradients > 0,
            $"{objective.CodeGradients} code gradients, and UsesCodeGradient is {estimator.Traits.UsesCodeGradient}.");
    }

    /// <summary>With equal noise, another temperature gives another estimate if and only if the traits claim it.</summary>
    public static void TemperatureMattersAsClaimed(CreateEstimator create)
    {
        EnumerableProblem problem = Problem(create, "cubic", latents: 2, categories: 3, data: 4, seed: 22);
        IGradientEstimator estimator = create(problem.Shape);
        Matrix one = problem.Estimate(estimator, 1, TestInputs.Noise(4));
        // ReinMax and its kin are made for temperatures from 1 up.
        Matrix other = problem.Estimate(create(problem.Shape), (Real)1.5, TestInputs.Noise(4));
        Assert.True(estimator.Traits.UsesTemperature != one.Span.SequenceEqual(other.Span),
            $"UsesTemperature is {estimator.Traits.UsesTemperature}, which another temperature contradicts.");
    }

    /// <summary>The estimate is a function of the noise, bit for bit, whatever the estimator's buffers held before.</summary>
    public static void EqualNoiseGivesEqualEstimates(CreateEstimator create)
    {
        EnumerableProblem problem = Problem(create, "cubic", latents: 2, categories: 3, data: 4, seed: 23);
        Matrix first = problem.Estimate(create(problem.Shape), 1, TestInputs.Noise(5), copies: 3);
        Matrix again = problem.Estimate(create(problem.Shape), 1, TestInputs.Noise(5), copies: 3);
        Assert.True(first.Span.SequenceEqual(again.Span), "Equal noise gave two estimates.");
        Matrix other = problem.Estimate(create(problem.Shape), 1, TestInputs.Noise(6), copies: 3);
        bool stochastic = create(problem.Shape).Traits.Stochastic;
        Assert.True(stochastic != first.Span.SequenceEqual(other.Span),
            $"Other noise gave {(stochastic ? "the same" : "another")} estimate, and Stochastic is {stochastic}.");
    }

    /// <summary>One estimator serves minibatches of any size, one after another.</summary>
    public static void MinibatchesMayGrowAndShrink(CreateEstimator create)
    {
        EnumerableProblem problem = Problem(create, "bernoulli", latents: 2, categories: 3, data: 2, seed: 24);
        IGradientEstimator estimator = create(problem.Shape);
        foreach (int copies in (int[])[3, 1, 8, 2])
        {
            foreach (Real value in problem.Estimate(estimator, 1, TestInputs.Noise(7), copies).Span)
                Assert.True(Real.IsFinite(value), $"{value} in a minibatch of {2 * copies}.");
        }
    }

    /// <summary>
    /// Codes are one-hot unless the traits say relaxed, and then the losses lie between the least and the largest f.
    /// </summary>
    public static void CodesAreAsClaimed(CreateEstimator create)
    {
        EnumerableProblem problem = Problem(create, "quadratic", latents: 2, categories: 3, data: 3, seed: 25);
        IGradientEstimator estimator = create(problem.Shape);
        CountingObjective objective = problem.CreateObjective();
        problem.Estimate(estimator, 1, TestInputs.Noise(8), problem.CreatePosterior(), objective, out Real[] losses);
        bool hard = true;
        foreach (Real value in objective.Codes!.Span) hard &= value is 0 or 1;
        Assert.True(hard != estimator.Traits.Relaxed,
            $"Relaxed is {estimator.Traits.Relaxed}, which the codes learnt from contradict.");
        for (int b = 0; b < losses.Length; b++)
        {
            Assert.True(Real.IsFinite(losses[b]), $"Loss {b} is {losses[b]}.");
            if (estimator.Traits.Relaxed) continue;
            (double least, double largest) = problem.LossRange(b);
            Assert.InRange(losses[b], least - 1e-4, largest + 1e-4);
        }
    }

    /// <summary>
    /// Finite for any shape down to one latent of one category, and for logits of ±<paramref name="magnitude"/>.
    /// </summary>
    public static void StaysFinite(CreateEstimator create, int latents, int categories, double magnitude, Real temperature)
    {
        var shape = new LatentShape(latents, Fit(create, latents, categories));
        Real[] logits = [.. TestInputs.Normal(31, 3 * shape.Width).Select(value => (Real)(value > 0 ? magnitude : -magnitude))];
        double[] linear = [.. TestInputs.Normal(32, 3 * shape.Width).Select(value => (double)value)];
        var problem = new EnumerableProblem(shape, new PolynomialLoss(linear, null, linear[..shape.Width]), logits);
        IGradientEstimator estimator = create(shape);
        for (ulong draw = 0; draw < 20; draw++)
        {
            foreach (Real value in problem.Estimate(estimator, temperature, TestInputs.Noise(draw)).Span)
                Assert.True(Real.IsFinite(value), $"{value} for logits of ±{magnitude} at temperature {temperature}.");
        }
    }

    /// <summary>
    /// Where every latent is certain of its category (other logits lower by 1e4), the gradient is finite and 0.
    /// </summary>
    public static void CertaintyHasNoGradient(CreateEstimator create)
    {
        var shape = new LatentShape(2, Fit(create, 2, 3));
        double[] linear = [1, -2, 3, 0.5, 4, -1];
        Real[] logits = [0, -10_000, -10_000, -10_000, 0, -10_000];
        if (shape.Categories == 2) logits = [0, -10_000, -10_000, 0];
        var problem = new EnumerableProblem(shape, new PolynomialLoss(linear[..shape.Width]), logits);
        foreach (Real value in problem.Estimate(create(shape), 1, TestInputs.Noise(9)).Span) Assert.Equal(0, value, 6);
    }

    /// <summary>
    /// A fresh estimator that was given what another remembers goes on as that one does, bit for bit, for any number of steps; one
    /// that shows no memory has none; and one that shows memory needs it.
    /// </summary>
    public static void ARestoredStateGoesOnBitForBit(CreateEstimator create)
    {
        EnumerableProblem problem = Problem(create, "cubic", latents: 2, categories: 3, data: 4, seed: 26);
        IGradientEstimator original = create(problem.Shape), restored = create(problem.Shape), fresh = create(problem.Shape);
        for (ulong step = 0; step < 4; step++) problem.Estimate(original, 1, TestInputs.Noise(step));
        StateTape tape = StateTape.Record(original);
        Assert.Equal(tape.Names.Distinct(), tape.Names);
        tape.PlayInto(restored);
        bool forgetful = false;
        for (ulong step = 4; step < 8; step++)
        {
            Matrix expected = problem.Estimate(original, 1, TestInputs.Noise(step));
            Assert.True(expected.Span.SequenceEqual(problem.Estimate(restored, 1, TestInputs.Noise(step)).Span),
                $"Step {step} differs after restoring the state.");
            forgetful |= !expected.Span.SequenceEqual(problem.Estimate(fresh, 1, TestInputs.Noise(step)).Span);
        }
        Assert.True(forgetful == tape.Names.Any(), "The state shown makes no difference to the steps after it.");
    }

    /// <summary>The concrete estimators among <paramref name="types"/> that no registered name makes.</summary>
    public static IEnumerable<Type> Unregistered(IEnumerable<Type> types)
    {
        HashSet<Type> registered = [.. GradientEstimators.All.Select(variant =>
        {
            CreateEstimator create = shape => variant.Create()(new EstimatorContext(shape, Samples: 4, EnumerableProblem.Pixels));
            return create(new LatentShape(2, Fit(create, 2, 3))).GetType();
        })];
        return types.Where(type =>
            typeof(IGradientEstimator).IsAssignableFrom(type) && !type.IsAbstract && !registered.Contains(type));
    }

    private static EnumerableProblem Problem(CreateEstimator create, string loss, int latents, int categories, int data, ulong seed) =>
        EnumerableProblem.Create(loss, latents, Fit(create, latents, categories), data, seed);
}
