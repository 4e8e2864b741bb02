using DiscreteVae.Estimators;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class TanhNetworkTests
{
    [Fact]
    public void It_begins_as_0_and_learns_a_function_of_its_input()
    {
        var network = new TanhNetwork(inputs: 3, hidden: 20, seed: 1);
        var hidden = new Real[20];
        Real[][] inputs = [.. Enumerable.Range(0, 30).Select(i => TestInputs.Uniform((ulong)i, 3, -1, 1))];
        Assert.All(inputs, x => Assert.Equal(0, network.Forward(x, hidden)));
        double Error() => inputs.Average(x => Math.Pow(network.Forward(x, hidden) - Target(x), 2));
        double before = Error();
        for (int step = 0; step < 2000; step++)
        {
            foreach (Real[] x in inputs)
            {
                Real error = network.Forward(x, hidden) - (Real)Target(x);
                network.Accumulate(x, hidden, 2 * error / inputs.Length);
            }
            network.Step(0.01);
        }
        Assert.True(Error() < 0.01 * before, $"{Error()} of {before} is left.");

        static double Target(Real[] x) => x[0] * x[1] + Math.Sin(2 * x[2]) - 0.5;
    }

    [Fact]
    public void The_seed_decides_the_weights()
    {
        Assert.Equal(Parameters(3), Parameters(3));
        Assert.NotEqual(Parameters(3), Parameters(4));

        static Real[] Parameters(ulong seed) => new TanhNetwork(4, 5, seed).Parameters.ToArray();
    }
}
