using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Optimizers;

/// <summary>What every registered optimiser keeps: the same bits for any tiles, and exact resumption.</summary>
public class OptimizerContractTests
{
    private const int Length = 203;

    public static TheoryData<string, int[]> Partitions()
    {
        var data = new TheoryData<string, int[]>();
        foreach (string name in OptimizerRegistry.All.Names)
        {
            foreach (int[] tiles in (int[][])[[1], [16], [7, 64, 3, 32], [100, 33]]) data.Add(name, tiles);
        }
        return data;
    }

    public static TheoryData<string> Names() => [.. OptimizerRegistry.All.Names];

    /// <summary>Backends update tile by tile, on any number of threads: no bit may depend on where the tiles end.</summary>
    [Theory, MemberData(nameof(Partitions))]
    public void Any_partition_into_tiles_gives_the_same_bits(string name, int[] tiles)
    {
        var whole = new Run(name);
        var parts = new Run(name);
        for (int step = 0; step < 8; step++)
        {
            whole.Step(step, [Length]);
            parts.Step(step, tiles);
        }
        Assert.Equal(whole.Parameters, parts.Parameters);
        Assert.Equal(whole.First, parts.First);
        Assert.Equal(whole.Second, parts.Second);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_restored_optimiser_goes_on_exactly(string name)
    {
        var whole = new Run(name);
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

    [Theory, MemberData(nameof(Names))]
    public void A_step_allocates_nothing(string name)
    {
        var run = new Run(name);
        Real[] gradient = TestInputs.Normal(3, Length);
        for (int step = 0; step < 100; step++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 0; step < 100; step++) Step();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Step()
        {
            run.Optimizer.BeginStep(1e-3);
            run.Optimizer.Update(run.Parameters, gradient, run.First, run.Second);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Arrays_of_different_lengths_are_an_error(string name)
    {
        IOptimizer optimizer = OptimizerRegistry.All[name].Create();
        optimizer.BeginStep(0.01);
        Assert.Throws<ArgumentException>(() => optimizer.Update(new Real[3], new Real[2], new Real[3], new Real[3]));
        Assert.Throws<ArgumentException>(() => optimizer.Update(new Real[3], new Real[3], new Real[4], new Real[3]));
        if (optimizer.StateCount == 2)
            Assert.Throws<ArgumentException>(() => optimizer.Update(new Real[3], new Real[3], new Real[3], []));
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
        private readonly string _name;

        public Run(string name) => (_name, Optimizer, Parameters) =
            (name, OptimizerRegistry.All[name].Create(), TestInputs.Normal(1, Length));

        public Run(Run checkpoint)
        {
            (_name, Optimizer) = (checkpoint._name, OptimizerRegistry.All[checkpoint._name].Create());
            (Parameters, First, Second) = ([.. checkpoint.Parameters], [.. checkpoint.First], [.. checkpoint.Second]);
            Optimizer.Restore(checkpoint.Optimizer.Step);
        }

        public IOptimizer Optimizer { get; }

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
