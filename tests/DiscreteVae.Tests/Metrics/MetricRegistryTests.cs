using DiscreteVae.Metrics;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Metrics;

public class MetricRegistryTests
{
    private static readonly MetricContext Small = new(SmallModel.Latent, ImportanceSamples: 2);

    [Fact]
    public void Every_metric_is_registered_under_its_kebab_case_name_and_reports_something()
    {
        Type[] written = [.. typeof(IMetric).Assembly.GetTypes().Where(type => type.IsClass && typeof(IMetric).IsAssignableFrom(type))];
        Assert.NotEmpty(written);
        Assert.Equal(written.Select(type => type.Name).Order(), MetricRegistry.All.Select(metric => metric.Create()(Small).GetType().Name).Order());
        foreach (Variant<MetricFactory> metric in MetricRegistry.All)
            Assert.Equal(Kebab(metric.Create()(Small).GetType().Name), metric.Name);
    }

    [Fact]
    public void No_two_metrics_report_the_same_name()
    {
        MeasuredCodes codes = MeasuredCodes.Random(SmallModel.Latent, 4, 1);
        MetricReport[] reports = [.. MetricRegistry.All.Select(metric => codes.Measure(metric.Create()(Small)))];
        string[] names = [.. reports.SelectMany(report => report.Values.Select(value => value.Name))];
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.All(reports, report => Assert.NotEmpty(report.Values));
        Assert.DoesNotContain(names, name => name is "elbo" or "kl" or "reconstruction");
    }

    [Fact]
    public void Cheap_ones_are_known_and_leave_out_what_does_not_fit()
    {
        Assert.All(MetricRegistry.Cheap, name => Assert.NotNull(MetricRegistry.All.Find(name)));
        var large = new MetricContext(new LatentShape(30, 8));
        Assert.Contains("code_perplexity", Names(["cheap"], Small));
        Assert.Contains("aggregate_kl", Names(["cheap"], Small));
        MetricSet.Create(["cheap"], large);
        Assert.Throws<MetricNotApplicableException>(() => MetricSet.Create(["cheap", "aggregate-posterior"], large));
    }

    [Fact]
    public void Importance_samples_turn_the_bound_on()
    {
        Assert.Equal(["log_likelihood_bound"], Names([], Small));
        Assert.Empty(Names([], new MetricContext(SmallModel.Latent)));
    }

    private static string[] Names(string[] metrics, MetricContext context)
    {
        MetricSet set = MetricSet.Create(metrics, context);
        set.Begin();
        var evaluation = new DiscreteVae.Models.Evaluation(SmallModel.Create(), set);
        evaluation.Run(TestInputs.BinaryImages(1, 5, SmallModel.Pixels), TestInputs.Noise(1));
        return [.. set.End().Values.Select(value => value.Name)];
    }

    private static string Kebab(string name) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
