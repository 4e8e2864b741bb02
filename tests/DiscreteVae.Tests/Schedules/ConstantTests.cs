using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Schedules;

public sealed class ConstantTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(12_345)]
    [InlineData(long.MaxValue)]
    public void Every_step_has_the_value(long step) =>
        Assert.Equal(0.7, new Constant(new ConstantOptions { Value = 0.7 }).At(step));
}
