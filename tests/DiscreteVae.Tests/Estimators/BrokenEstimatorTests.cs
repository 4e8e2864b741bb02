using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;
using Xunit.Sdk;

namespace DiscreteVae.Tests.Estimators;

/// <summary>The contract's checks catch what they are there to catch: deliberately broken estimators.</summary>
public class BrokenEstimatorTests
{
    private static readonly EstimatorTraits ReinforceTraits = Reinforce(new LatentShape(1, 2)).Traits;

    public static TheoryData<string> Losses() => [.. EnumerableProblem.Losses];

    [Theory, MemberData(nameof(Losses))]
    public void A_baseline_that_depends_on_its_own_sample_is_caught(string loss) =>
        Caught(() => EstimatorContract.MeanIsExact(shape => new SelfBaselinedReinforce(shape), loss), "standard errors apart");

    [Theory, MemberData(nameof(Losses))]
    public void A_wrong_sign_is_caught(string loss) =>
        Caught(() => EstimatorContract.MeanIsExact(Tamper(ReinforceTraits, (_, gradient) => Scale(gradient, -1)), loss),
            "standard errors apart");

    /// <summary>Straight-through that claims to be unbiased is for a linear loss at temperature 1, and for no other.</summary>
    [Theory, MemberData(nameof(Losses))]
    public void A_false_claim_of_being_unbiased_is_caught(string loss)
    {
        if (loss == "linear") EstimatorContract.MeanIsExact(shape => new StraightThrough(shape), loss);
        else Caught(() => EstimatorContract.MeanIsExact(shape => new StraightThrough(shape), loss), "standard errors apart");
        Caught(() => EstimatorContract.MeanIsExact(shape => new StraightThrough(shape), loss, (Real)1.5),
            "standard errors apart");
    }

    [Fact]
    public void A_false_claim_of_exactness_is_caught()
    {
        EstimatorContract.ExactnessIsAsClaimed(shape => new ReinMax(shape), "quadratic");
        Caught(() => EstimatorContract.ExactnessIsAsClaimed(shape => new ReinMax(shape), "cubic"), "the exact gradient");
        Caught(() => EstimatorContract.ExactnessIsAsClaimed(shape => new StraightThrough(shape), "quadratic"), "the exact gradient");
        Caught(() => EstimatorContract.ExactnessIsAsClaimed(shape => new GumbelSoftmax(shape), "linear"), "standard errors apart");
    }

    /// <summary>
    /// One of each further kind: several samples with the mean of all of them as baseline and no factor for it, antithetic samples without
    /// their ratio, a control variate whose mean is not given back, and an enumeration that leaves out a code.
    /// </summary>
    [Theory]
    [InlineData("samples", "quadratic")]
    [InlineData("antithetic", "quadratic")]
    [InlineData("control variate", "linear")]
    [InlineData("enumeration", "bernoulli")]
    public void A_broken_variant_of_every_kind_is_caught(string kind, string loss)
    {
        CreateEstimator broken = kind switch
        {
            "samples" => shape => new Scaled(new Rloo(new EstimatorContext(shape, 2)), (Real)0.5),
            "antithetic" => shape => new UnweightedCarms(shape),
            "control variate" => shape => new ForgetfulMuProp(shape),
            _ => shape => new IncompleteExact(shape),
        };
        Caught(() => EstimatorContract.MeanIsExact(broken, loss), "standard errors apart");
    }

    [Fact]
    public void A_missing_factor_of_one_over_the_temperature_is_caught()
    {
        GoldenKernels.Check(shape => new UnscaledStraightThrough(shape), "straight-through", 1);
        Caught(() => GoldenKernels.Check(shape => new UnscaledStraightThrough(shape), "straight-through", 0.5), "gradLogits");
        Caught(() => GoldenKernels.Check(shape => new UnscaledStraightThrough(shape), "straight-through", 1.3), "gradLogits");
    }

    [Fact]
    public void A_decoder_that_learns_never_twice_or_not_last_is_caught()
    {
        Caught(() => EstimatorContract.CostIsAsClaimed(_ => new Idle()), "Learn was called 0 times");
        Caught(() => EstimatorContract.CostIsAsClaimed(Tamper(ReinforceTraits, (objective, _) => objective.Learn())),
            "Learn must be the last");
        Caught(() => EstimatorContract.CostIsAsClaimed(Tamper(ReinforceTraits, (objective, gradient) =>
            objective.Evaluate(gradient, new Real[gradient.Rows]))), "Learn must be the last");
    }

    [Fact]
    public void False_claims_of_cost_temperature_and_relaxation_are_caught()
    {
        EstimatorContract.CostIsAsClaimed(Tamper(ReinforceTraits, Nothing));
        Caught(() => EstimatorContract.CostIsAsClaimed(Tamper(ReinforceTraits with { Evaluations = 2 }, Nothing)),
            "Assert.Equal");
        Caught(() => EstimatorContract.CostIsAsClaimed(Tamper(ReinforceTraits with { UsesCodeGradient = true }, Nothing)),
            "UsesCodeGradient");
        CreateEstimator tempered = Tamper(ReinforceTraits with { UsesTemperature = true }, Nothing);
        Caught(() => EstimatorContract.TemperatureMattersAsClaimed(tempered), "UsesTemperature");
        Caught(() => EstimatorContract.CodesAreAsClaimed(Tamper(ReinforceTraits with { Relaxed = true }, Nothing)), "Relaxed");
        CreateEstimator relaxed = shape => new Tampered(new GumbelSoftmax(shape), ReinforceTraits, Nothing);
        Caught(() => EstimatorContract.CodesAreAsClaimed(relaxed), "Relaxed");
    }

    [Fact]
    public void Hidden_state_in_place_of_noise_is_caught()
    {
        int calls = 0;
        CreateEstimator counting = Tamper(ReinforceTraits, (_, gradient) => Scale(gradient, ++calls));
        CreateEstimator deaf = Tamper(ReinforceTraits, (_, gradient) => Scale(gradient, 0));
        Caught(() => EstimatorContract.EqualNoiseGivesEqualEstimates(counting), "Equal noise");
        Caught(() => EstimatorContract.EqualNoiseGivesEqualEstimates(deaf), "Other noise");
    }

    /// <summary>Each keeps a running mean: one does not show it, one shows half of it, one shows what it never uses.</summary>
    [Fact]
    public void Forgetting_a_part_of_the_state_is_caught()
    {
        EstimatorContract.ARestoredStateGoesOnBitForBit(Reinforce);
        CreateEstimator silent = shape => new Tampered(Reinforce(shape), ReinforceTraits, Nothing);
        CreateEstimator half = shape => new HalfRemembered(Reinforce(shape), shown: 1);
        CreateEstimator vain = shape => new Vain(new StraightThrough(shape));
        Caught(() => EstimatorContract.ARestoredStateGoesOnBitForBit(silent), "differs after restoring");
        Caught(() => EstimatorContract.ARestoredStateGoesOnBitForBit(half), "differs after restoring");
        Caught(() => EstimatorContract.ARestoredStateGoesOnBitForBit(vain), "makes no difference");
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_caught()
    {
        CreateEstimator broken = Tamper(ReinforceTraits, (_, gradient) => gradient.Span[0] = Real.NaN);
        Caught(() => EstimatorContract.StaysFinite(broken, 1, 2, 1, 1), "NaN");
        Caught(() => EstimatorContract.MinibatchesMayGrowAndShrink(broken), "NaN");
        Caught(() => EstimatorContract.CertaintyHasNoGradient(broken), "NaN");
        Caught(() => EstimatorContract.MeanIsExact(broken, "linear"), "Too few draws");
    }

    [Fact]
    public void An_estimator_outside_the_registry_is_found() =>
        Assert.Equal([typeof(Idle)],
            EstimatorContract.Unregistered([typeof(Idle), typeof(Reinforce), typeof(IGradientEstimator), typeof(string)]));

    private static void Caught(Action check, string complaint) =>
        Assert.Contains(complaint, Assert.ThrowsAny<XunitException>(check).Message, StringComparison.Ordinal);

    private static CreateEstimator Tamper(EstimatorTraits traits, Action<ILatentObjective, Matrix> tamper) =>
        shape => new Tampered(Reinforce(shape), traits, tamper);

    private static Reinforce Reinforce(LatentShape shape) => new(new EstimatorContext(shape), new ReinforceOptions());

    private static void Nothing(ILatentObjective objective, Matrix gradient)
    {
    }

    private static void Scale(Matrix gradient, Real factor)
    {
        foreach (ref Real value in gradient.Span) value *= factor;
    }

    /// <summary>Estimates 0 and trains nothing.</summary>
    private sealed class Idle : IGradientEstimator
    {
        public EstimatorTraits Traits => ReinforceTraits;

        public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
            Matrix gradient) =>
            gradient.WithRows(posterior.Count).Span.Clear();
    }

    /// <summary>Shows only the first values of what the estimator behind it remembers.</summary>
    private sealed class HalfRemembered(IGradientEstimator inner, int shown) : IGradientEstimator, IStateful
    {
        public EstimatorTraits Traits => inner.Traits;

        public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
            Matrix gradient) =>
            inner.Estimate(posterior, objective, temperature, noise, losses, gradient);

        public void VisitState(IStateVisitor visitor) => (inner as IStateful)?.VisitState(new First(visitor, shown));
    }

    /// <summary>Shows a count that it never uses.</summary>
    private sealed class Vain(IGradientEstimator inner) : IGradientEstimator, IStateful
    {
        private long _unused;

        public EstimatorTraits Traits => inner.Traits;

        public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses,
            Matrix gradient) =>
            inner.Estimate(posterior, objective, temperature, noise, losses, gradient);

        public void VisitState(IStateVisitor visitor) => visitor.Visit("unused", ref _unused);
    }

    /// <summary>Hands on the first values and keeps the rest from the visitor behind it.</summary>
    private sealed class First(IStateVisitor inner, int shown) : IStateVisitor
    {
        private int _seen;

        public void Visit(string name, Span<Real> values)
        {
            if (_seen++ < shown) inner.Visit(name, values);
        }

        public void Visit(string name, ref double value)
        {
            if (_seen++ < shown) inner.Visit(name, ref value);
        }

        public void Visit(string name, ref long value)
        {
            if (_seen++ < shown) inner.Visit(name, ref value);
        }
    }
}
