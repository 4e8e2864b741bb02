using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Optimizers;

public class AdamTests
{
    private const int Length = 203;

    /// <summary>Backends update tile by tile, on any number of threads: no bit may depend on where the tiles end.</summary>
    [Theory]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 16 })]
    [InlineData(new[] { 7, 64, 3, 32 })]
    [InlineData(new[] { 100, 33 })]
    public void Any_partition_into_tiles_gives_the_same_bits(int[] tiles)
    {
        var whole = new Run();
        var parts = new Run();
        for (int step = 0; step < 5; step++)
        {
            whole.Step(step, [Length]);
            parts.Step(step, tiles);
        }
        Assert.Equal(whole.Parameters, parts.Parameters);
        Assert.Equal(whole.First, parts.First);
        Assert.Equal(whole.Second, parts.Second);
    }

    [Fact]
    public void A_restored_optimiser_goes_on_exactly()
    {
        var whole = new Run();
        for (int step = 0; step < 4; step++) whole.Step(step, [Length]);
        var resumed = new Run(whole);
        Assert.Equal(4, resumed.Optimizer.Step);
        for (int step = 4; step < 8; step++)
        {
            whole.Step(step, [Length]);
            resumed.Step(step, [Length]);
        }
        Assert.Equal(whole.Parameters, resumed.Parameters);
        Assert.Equal(whole.Second, resumed.Second);
    }

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

    [Fact]
    public void Arrays_of_different_lengths_are_an_error()
    {
        var adam = new Adam(new AdamOptions());
        adam.BeginStep(0.01);
        Assert.Throws<ArgumentException>(() => adam.Update(new Real[3], new Real[2], new Real[3], new Real[3]));
        Assert.Throws<ArgumentException>(() => adam.Update(new Real[3], new Real[3], new Real[4], new Real[3]));
        Assert.Throws<ArgumentException>(() => adam.Update(new Real[3], new Real[3], new Real[3], []));
    }

    [Fact]
    public void Every_optimiser_is_registered()
    {
        Type[] registered = [.. OptimizerRegistry.All.Select(variant => variant.Create().GetType())];
        IEnumerable<Type> all = typeof(IOptimizer).Assembly.GetTypes().Where(type =>
            type.Namespace == typeof(IOptimizer).Namespace && type.IsAssignableTo(typeof(IOptimizer)) && !type.IsAbstract);
        Assert.Empty(all.Except(registered));
    }

    private sealed class Run
    {
        public Run() => Parameters = TestInputs.Normal(1, Length);

        public Run(Run checkpoint)
        {
            (Parameters, First, Second) = ([.. checkpoint.Parameters], [.. checkpoint.First], [.. checkpoint.Second]);
            Optimizer.Restore(checkpoint.Optimizer.Step);
        }

        public Adam Optimizer { get; } = new(new AdamOptions());

        public Real[] Parameters { get; }

        public Real[] First { get; } = new Real[Length];

        public Real[] Second { get; } = new Real[Length];

        public void Step(int step, int[] tiles)
        {
            Real[] gradient = TestInputs.Normal(100 + (ulong)step, Length);
            Optimizer.BeginStep(1e-3);
            for (int start = 0, tile = 0; start < Length; start += tiles[tile++ % tiles.Length])
            {
                int count = Math.Min(tiles[tile % tiles.Length], Length - start);
                Optimizer.Update(Parameters.AsSpan(start, count), gradient.AsSpan(start, count), First.AsSpan(start, count),
                    Second.AsSpan(start, count));
            }
        }
    }
}
