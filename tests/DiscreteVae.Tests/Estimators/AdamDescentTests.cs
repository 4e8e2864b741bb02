using DiscreteVae.Estimators;
using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class AdamDescentTests
{
    [Fact]
    public void Its_steps_are_Adams_and_clear_the_gradient()
    {
        var descent = new AdamDescent("own", [1, -2]);
        var adam = new Adam(new AdamOptions());
        Real[] values = [1, -2], first = new Real[2], second = new Real[2];
        for (int step = 1; step <= 5; step++)
        {
            Real[] gradient = [step, (Real)(-0.5)];
            gradient.CopyTo(descent.Gradient.AsSpan());
            descent.Step(0.1);
            adam.BeginStep(0.1);
            adam.Update(values, gradient, first, second);
            Assert.Equal(values, descent.Values);
            Assert.Equal([0, 0], descent.Gradient);
        }
    }

    [Fact]
    public void What_is_restored_goes_on_as_what_was_saved()
    {
        AdamDescent saved = new("own", [3]), restored = new("own", [0]);
        Descend(saved, 3);
        StateTape tape = StateTape.Record(saved);
        Assert.Equal(["own.parameters", "own.first", "own.second", "own.step"], tape.Names);
        tape.PlayInto(restored);
        Descend(saved, 2);
        Descend(restored, 2);
        Assert.Equal(saved.Values, restored.Values);
    }

    private static void Descend(AdamDescent descent, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            descent.Gradient[0] = 2 * descent.Values[0];
            descent.Step(0.1);
        }
    }
}
