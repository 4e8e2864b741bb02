using CsCheck;
using DiscreteVae.Research.Comparison;

namespace DiscreteVae.Tests.Comparison;

public class HolmCorrectionTests
{
    /// <summary>Worked by hand: 3 · 0.01, 2 · 0.02, and 1 · 0.03, which may not fall below the 0.04 before it.</summary>
    [Fact]
    public void It_steps_down() => Assert.Equal([0.04, 0.03, 0.04], HolmCorrection.Adjust([0.03, 0.01, 0.02]));

    [Fact]
    public void It_never_exceeds_one() => Assert.Equal([1.0, 1.0], HolmCorrection.Adjust([0.9, 0.6]));

    [Fact]
    public void One_test_needs_no_correction() => Assert.Equal([0.2], HolmCorrection.Adjust([0.2]));

    [Fact]
    public void It_lies_between_no_correction_and_Bonferronis_and_keeps_the_order() =>
        Gen.Double[0, 1].Array[1, 12].Sample(p =>
        {
            double[] adjusted = HolmCorrection.Adjust(p);
            for (int i = 0; i < p.Length; i++)
            {
                Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]));
                for (int j = 0; j < p.Length; j++)
                    if (p[i] < p[j]) Assert.True(adjusted[i] <= adjusted[j]);
            }
        });
}
