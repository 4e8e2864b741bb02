using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ZgrTests
{
    [Fact]
    public void It_is_reinmax_at_temperature_1_state_by_state()
    {
        EnumerableProblem problem = EnumerableProblem.Create("bernoulli", latents: 3, categories: 4, data: 3, seed: 18);
        for (ulong draw = 0; draw < 100; draw++)
        {
            Real[] zgr = problem.Estimate(new Zgr(problem.Shape), 1, TestInputs.Noise(draw)).Span.ToArray();
            Real[] reinMax = problem.Estimate(new ReinMax(problem.Shape), 1, TestInputs.Noise(draw)).Span.ToArray();
            for (int i = 0; i < zgr.Length; i++) Assert.Equal(reinMax[i], zgr[i], Golden.Tolerance * 10);
        }
    }

    [Fact]
    public void The_published_estimate_is_met() => PublishedToy.Agree(
        [1.03081623, -.55645464, -.47436159, .10047785, -.04192391, -.05855394],
        PublishedToy.Estimate(new Zgr(PublishedToy.Shape), 1, out _));
}
