using DiscreteVae.Optimizers;

namespace DiscreteVae.Tests.Optimizers;

public class AdamTests
{
    [Fact]
    public void The_first_step_is_the_learning_rate_against_the_gradients_sign()
    {
        var adam = new Adam(new AdamOptions());
        Real[] parameters = [1, 1, 1], gradient = [5, (Real)(-0.001), 0], first = new Real[3], second = new Real[3];
        adam.BeginStep(0.01);
        adam.Update(parameters, gradient, first, second);
        Assert.Equal(0.99, parameters[0], 1e-6);
        Assert.Equal(1.01, parameters[1], 1e-6);
        Assert.Equal(1, parameters[2]);
        Assert.Equal((2, 1L), (adam.StateCount, adam.Step));
    }

    /// <summary>19 elements: a vector and a rest, which must agree.</summary>
    [Fact]
    public void Moments_without_gradients_end_at_zero_and_not_among_the_denormals()
    {
        var adam = new Adam(new AdamOptions { Beta2 = 0.9 });
        Real[] parameters = new Real[19], gradient = new Real[19], first = new Real[19], second = new Real[19];
        Array.Fill(gradient, (Real)1e-3);
        for (int step = 0; step < 900; step++)
        {
            adam.BeginStep(0.01);
            adam.Update(parameters, gradient, first, second);
            if (step == 0) Array.Clear(gradient);
            Assert.DoesNotContain(first.Concat(second), moment => moment != 0 && moment < (Real)1e-35);
            if (step == 300) Assert.All(first, moment => Assert.True(moment > 0));
        }
        Assert.All(first.Concat(second), moment => Assert.Equal(0, moment));
        Assert.All(parameters, value => Assert.Equal(parameters[0], value));
    }
}
