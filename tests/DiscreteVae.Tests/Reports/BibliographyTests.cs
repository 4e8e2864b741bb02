using DiscreteVae.Estimators;
using DiscreteVae.Research.Reports;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Reports;

public sealed class BibliographyTests
{
    public static TheoryData<string> Estimators => [.. GradientEstimators.All.Names];

    [Theory, MemberData(nameof(Estimators))]
    public void Every_estimator_has_a_source(string name) => Assert.False(string.IsNullOrWhiteSpace(Bibliography.OfEstimator(name)));

    [Fact]
    public void It_names_exactly_what_is_used_also_by_trials_that_have_not_begun()
    {
        using var sweep = new SyntheticSweep();
        sweep.Add(0, [("estimator:name", "reinmax")]);
        sweep.Add(1, [("estimator:name", "reinmax")]);
        sweep.Add(0, [("estimator:name", "rebar")], "pending");
        IReadOnlyList<Citation> citations = Bibliography.Of(ExperimentResults.Read(sweep.Path));
        Assert.Equal(
            ["estimator reinmax", "estimator rebar", "exponential schedule of the temperature", "cosine schedule of the learning rate"],
            citations.Select(citation => citation.Use));
        Assert.Contains("2304.08612", citations[0].Source, StringComparison.Ordinal);
        Assert.Contains("1703.07370", citations[1].Source, StringComparison.Ordinal);
        Assert.Contains("1611.01144", citations[2].Source, StringComparison.Ordinal);
        Assert.Contains("1608.03983", citations[3].Source, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_of_another_version_has_no_source() => Assert.Null(Bibliography.OfEstimator("oracle"));
}
