using CsCheck;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class BernoulliLossTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(21)]
    public void Values_are_those_of_mpmath(int length)
    {
        IReadOnlyList<double[][]> table = GoldenTable.Read("bernoulli-loss.csv");
        Assert.Equal(156, table.Count);
        foreach (double[][] row in table)
        {
            (double logit, double target, double expected, double slope) = (row[0][0], row[1][0], row[2][0], row[3][0]);
            (Real[] logits, Real[] targets) = (new Real[length], new Real[length]);
            Array.Fill(logits, (Real)logit);
            Array.Fill(targets, (Real)target);
            Real loss = BernoulliLoss.Row(logits, targets, gradient: true);
            Assert.Equal(expected * length, loss, GoldenTable.Epsilon * length * Math.Max(1, expected));
            foreach (Real value in logits) Assert.Equal(slope, value, GoldenTable.Epsilon);
        }
    }

    [Fact]
    public void Every_length_agrees_with_a_plain_loop()
    {
        for (int length = 1; length <= 100; length++)
        {
            // The last length fills more than one product of factors.
            int pixels = length == 100 ? 784 * 4 : length;
            Real[] logits = TestInputs.Normal((ulong)length, pixels, 5);
            Real[] targets = TestInputs.Uniform((ulong)length + 1000, pixels);
            (double loss, double[] gradient) = Reference(logits, targets);
            Real[] unchanged = [.. logits];
            Assert.Equal(loss, BernoulliLoss.Row(unchanged, targets, gradient: false), GoldenTable.Epsilon * 4 * loss);
            Assert.Equal(logits, unchanged);
            Assert.Equal(loss, BernoulliLoss.Row(logits, targets, gradient: true), GoldenTable.Epsilon * 4 * loss);
            for (int i = 0; i < pixels; i++) Assert.Equal(gradient[i], logits[i], GoldenTable.Epsilon);
        }
    }

    [Fact]
    public void Loss_and_gradient_are_finite_for_every_finite_logit() =>
        Gen.Select(Gen.Double[-4, 4], Gen.Bool, Gen.Double[0, 1]).Array[1, 40].Sample(pixels =>
        {
            Real[] logits = [.. pixels.Select(pixel => (Real)((pixel.Item2 ? 1 : -1) * Math.Pow(10, pixel.Item1)))];
            Real[] targets = [.. pixels.Select(pixel => (Real)pixel.Item3)];
            Real loss = BernoulliLoss.Row(logits, targets, gradient: true);
            Assert.True(Real.IsFinite(loss) && loss >= 0, $"Loss {loss}.");
            foreach (Real value in logits) Assert.InRange(value, -1, 1);
        });

    /// <summary>Every factor 1 + e^−|l| is 2 here: the product of too many before its logarithm would overflow.</summary>
    [Fact]
    public void A_large_image_of_undecided_pixels_costs_ln_2_a_pixel()
    {
        const int Pixels = 20_000;
        Real loss = BernoulliLoss.Row(new Real[Pixels], new Real[Pixels], gradient: false);
        Assert.Equal(Pixels * Math.Log(2), loss, GoldenTable.Epsilon * Pixels);
    }

    [Theory]
    [InlineData(1e30)]
    [InlineData(-1e30)]
    public void A_monstrous_logit_costs_its_own_size_or_nothing(double logit)
    {
        foreach (int length in (int[])[1, 16])
        {
            Real[] logits = new Real[length], targets = new Real[length];
            Array.Fill(logits, (Real)logit);
            Array.Fill(targets, (Real)(logit > 0 ? 1 : 0));
            Assert.Equal(0, BernoulliLoss.Row(logits, targets, gradient: true));
            Assert.All(logits, value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Targets_may_be_longer_but_not_shorter_than_logits()
    {
        Assert.Equal(2 * Math.Log(2), BernoulliLoss.Row(new Real[2], new Real[3], gradient: false), GoldenTable.Epsilon);
        Assert.ThrowsAny<ArgumentException>(() => BernoulliLoss.Row(new Real[3], new Real[2], gradient: false));
    }

    [Fact]
    public void The_mean_is_the_logistic_function()
    {
        Real[] logits = [0, 100, -100, 2, -2, (Real)1e4, (Real)(-1e4)];
        BernoulliLoss.Mean(logits);
        double[] expected = [0.5, 1, 0, 0.88079707797788244406, 0.11920292202211755594, 1, 0];
        for (int i = 0; i < logits.Length; i++) Assert.Equal(expected[i], logits[i], GoldenTable.Epsilon);
        Assert.True(logits[2] > 0, "e^-100 is a number in float32, too.");
    }

    private static (double Loss, double[] Gradient) Reference(Real[] logits, Real[] targets)
    {
        double loss = 0;
        var gradient = new double[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            double l = logits[i], x = targets[i];
            loss += Math.Max(l, 0) - l * x + Math.Log(1 + Math.Exp(-Math.Abs(l)));
            gradient[i] = 1 / (1 + Math.Exp(-l)) - x;
        }
        return (loss, gradient);
    }
}
