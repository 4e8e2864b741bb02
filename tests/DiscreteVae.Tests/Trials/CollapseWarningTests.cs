using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Tests.Trials;

public class CollapseWarningTests
{
    private static readonly ModelSection Model = new() { Latents = 4, Categories = 8 };

    /// <summary>The cap is 4 ln 8 = 8.318; the tutorial's own model ends at 8.202 and has learned.</summary>
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.04)]
    [InlineData(8.317)]
    [InlineData(8.28)]
    public void A_KL_at_either_end_is_warned_of(double kl) => Assert.Single(Of(("test_kl", kl)));

    [Theory]
    [InlineData(0.05)]
    [InlineData(7.4)]
    [InlineData(8.202)]
    public void One_between_is_not(double kl) => Assert.Empty(Of(("test_kl", kl)));

    [Fact]
    public void The_warning_says_what_the_codes_carry()
    {
        Assert.Contains("(mutual information 0.010 nats)", Of(("test_kl", 8.317), ("test_mutual_information", 0.01), ("test_mutual_information_marginals", 0.02))[0],
            StringComparison.Ordinal);
        Assert.Contains("(sum of the latents' mutual information 0.020 nats)", Of(("test_kl", 8.317), ("test_mutual_information_marginals", 0.02))[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_KL_or_with_one_category_there_is_nothing_to_warn_of()
    {
        Assert.Empty(Of(("train_kl", 0)));
        Assert.Empty(CollapseWarning.Of(new ModelSection { Latents = 4, Categories = 1 }, new Dictionary<string, double> { ["test_kl"] = 0 }));
    }

    private static IReadOnlyList<string> Of(params (string Name, double Value)[] final) =>
        CollapseWarning.Of(Model, final.ToDictionary(item => item.Name, item => item.Value));
}
