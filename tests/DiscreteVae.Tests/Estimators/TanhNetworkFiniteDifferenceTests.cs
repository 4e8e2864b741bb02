using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class TanhNetworkFiniteDifferenceTests
{
    [Theory]
    [InlineData(4, 3, 4)]
    [InlineData(5, 7, 2)]
    [InlineData(1, 1, 1)]
    public void Value_and_slope_have_the_right_derivatives(int inputs, int hidden, int differentiated)
    {
        var network = new TanhNetwork(inputs, hidden, seed: 1);
        TestInputs.Normal(2, network.Parameters.Length).CopyTo(network.Parameters);
        double[] x = TestInputs.Normal(3, inputs), units = new double[hidden], slope = new double[differentiated];
        network.Forward(x, units);
        network.InputGradient(units, slope);
        FiniteDifference.CheckGradient(
            moved => network.Forward([.. moved, .. x[differentiated..]], new double[hidden]), x[..differentiated], slope);

        // L = α r + ⟨u, ∂r/∂x⟩, whose derivatives by the parameters hold the network's second derivatives.
        const double Alpha = 0.7;
        double[] u = TestInputs.Normal(4, differentiated);
        network.Accumulate(x, units, Alpha, u);
        double[] parameters = network.Parameters.ToArray(), gradient = network.Gradient.ToArray();
        FiniteDifference.CheckGradient(values =>
        {
            values.CopyTo(network.Parameters);
            double[] moved = new double[hidden], movedSlope = new double[differentiated];
            double value = network.Forward(x, moved);
            network.InputGradient(moved, movedSlope);
            return Alpha * value + movedSlope.Zip(u, (s, weight) => s * weight).Sum();
        }, parameters, gradient);
    }
}
