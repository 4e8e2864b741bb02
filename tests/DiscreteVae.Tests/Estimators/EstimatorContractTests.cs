using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

/// <summary>
/// Every registered estimator, with its default options and with others that change what it does, keeps the contract and is what its traits
/// claim.
/// </summary>
public class EstimatorContractTests
{
    /// <summary>S for the estimators that take several samples a datum.</summary>
    private const int Samples = 4;

    // "<name>, <what is special>".
    private static readonly Dictionary<string, object> Variants = new()
    {
        ["reinforce, no baseline"] = new ReinforceOptions { Baseline = ReinforceBaseline.None },
        ["reinforce, constant"] = new ReinforceOptions { Baseline = ReinforceBaseline.Constant, BaselineValue = 1 },
        ["reinforce, network"] = new ReinforceOptions { Baseline = ReinforceBaseline.Network, LearningRate = 0.05 },
        ["reinforce, nvil"] = new ReinforceOptions { Baseline = ReinforceBaseline.Network, Normalize = true, Decay = 0.5 },
        ["carms, clipped"] = new CarmsOptions { Clip = true },
        ["gapped-straight-through, probability"] = new GappedStraightThroughOptions { Mode = StraightThroughGap.Probability },
        ["rao-blackwell-straight-through-gumbel-softmax, one repeat"] = new RaoBlackwellOptions { Repeats = 1 },
        ["mve, finite"] = new MveOptions { Form = MveForm.Finite },
        ["double-cv, fixed"] = new DoubleCvOptions { Alpha = -1, Adaptive = false },
        ["muprop, adaptive"] = new MuPropOptions { Adaptive = true },
        ["rebar, fixed"] = new RebarOptions { Adaptive = false },
        ["relax, temperature fixed"] = new RelaxOptions { LearnTemperature = false, LearningRate = 0.05 },
        ["relax, fast"] = new RelaxOptions { LearningRate = 0.05 },
        ["exact, sample"] = new ExactOptions { Decoder = ExactDecoder.Sample },
    };

    public static TheoryData<string> Names() => [.. GradientEstimators.All.Names, .. Variants.Keys];

    public static TheoryData<string, string, int> Unbiased()
    {
        var data = new TheoryData<string, string, int>();
        foreach (string name in Names())
        {
            if (!Traits(name).Unbiased) continue;
            // Three random problems an estimator, one a variant of it.
            int problems = Variants.ContainsKey(name) ? 1 : EstimatorContract.Problems;
            foreach (string loss in EnumerableProblem.Losses)
            {
                for (int problem = 0; problem < problems; problem++) data.Add(name, loss, problem);
            }
        }
        return data;
    }

    public static TheoryData<string, string> Exact()
    {
        var data = new TheoryData<string, string>();
        foreach (string name in Names())
        {
            EstimatorTraits traits = Traits(name);
            if (traits.Unbiased) continue;
            if (traits.ExactForLinear) data.Add(name, "linear");
            if (traits.ExactForQuadratic) data.Add(name, "quadratic");
        }
        return data;
    }

    [Theory, MemberData(nameof(Names))]
    public void Traits_bear_the_registered_name_and_a_reference(string name)
    {
        EstimatorTraits traits = Traits(name);
        Assert.Equal(Registered(name), traits.Name);
        Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", traits.Name);
        Assert.Matches("[12][0-9]{3}", traits.Reference);
        Assert.True(traits.EvaluationsOf(batchSize: 1) >= 1);
    }

    [Theory, MemberData(nameof(Unbiased))]
    public void The_mean_of_an_unbiased_estimator_is_the_enumerated_gradient(string name, string loss, int problem) =>
        EstimatorContract.MeanIsExact(Create(name), loss, problem: problem);

    [Theory, MemberData(nameof(Exact))]
    public void The_mean_is_exact_for_the_losses_that_the_traits_name(string name, string loss) =>
        EstimatorContract.ExactnessIsAsClaimed(Create(name), loss);

    [Theory, MemberData(nameof(Names))]
    public void Evaluations_and_code_gradients_are_as_claimed(string name) => EstimatorContract.CostIsAsClaimed(Create(name));

    [Theory, MemberData(nameof(Names))]
    public void Temperature_matters_as_claimed(string name) => EstimatorContract.TemperatureMattersAsClaimed(Create(name));

    [Theory, MemberData(nameof(Names))]
    public void Equal_noise_gives_equal_estimates_bit_for_bit(string name) =>
        EstimatorContract.EqualNoiseGivesEqualEstimates(Create(name));

    [Theory, MemberData(nameof(Names))]
    public void Minibatches_may_grow_and_shrink(string name) => EstimatorContract.MinibatchesMayGrowAndShrink(Create(name));

    [Theory, MemberData(nameof(Names))]
    public void Codes_are_hard_or_relaxed_as_claimed(string name) => EstimatorContract.CodesAreAsClaimed(Create(name));

    [Theory, MemberData(nameof(Names))]
    public void Extreme_logits_and_the_smallest_shapes_give_finite_numbers(string name)
    {
        foreach ((int latents, int categories) in ((int, int)[])[(1, 1), (3, 1), (1, 4), (2, 3)])
        {
            foreach (double magnitude in (double[])[0, 1, 100, 10_000])
            {
                foreach (double temperature in (double[])[1, 1.5])
                    EstimatorContract.StaysFinite(Create(name), latents, categories, magnitude, (Real)temperature);
            }
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void A_restored_state_goes_on_bit_for_bit(string name) => EstimatorContract.ARestoredStateGoesOnBitForBit(Create(name));

    [Theory, MemberData(nameof(Names))]
    public void A_certain_posterior_has_no_gradient(string name) => EstimatorContract.CertaintyHasNoGradient(Create(name));

    /// <summary>Registries are explicit lists, so that a new estimator can be forgotten: this notices.</summary>
    [Fact]
    public void Every_estimator_is_registered()
    {
        string unregistered = string.Join(", ", Unregistered().Select(type => type.Name));
        Assert.True(unregistered.Length == 0, $"Not in GradientEstimators.All: {unregistered}.");
    }

    [Fact]
    public void Names_are_registered_once()
    {
        string[] names = [.. GradientEstimators.All.Names];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Contains("Known: reinforce", Assert.Throws<ArgumentException>(() => GradientEstimators.All["reinforced"]).Message,
            StringComparison.Ordinal);
    }

    private static EstimatorTraits Traits(string name) =>
        Create(name)(new LatentShape(2, EstimatorContract.Fit(Create(name), 2, 3))).Traits;

    internal static CreateEstimator Create(string name) => shape =>
        GradientEstimators.All[Registered(name)].Create(Variants.GetValueOrDefault(name))(
            new EstimatorContext(shape, Samples, EnumerableProblem.Pixels));

    private static string Registered(string name) => name.Split(',')[0];

    // By namespace, since the float64 build compiles sources and tests into one assembly.
    private static IEnumerable<Type> Unregistered() => EstimatorContract.Unregistered(
        typeof(IGradientEstimator).Assembly.GetTypes().Where(type => type.Namespace == typeof(IGradientEstimator).Namespace));
}
