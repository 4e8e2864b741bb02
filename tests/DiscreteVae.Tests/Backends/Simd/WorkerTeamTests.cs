using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Tests.Backends.Simd;

public class WorkerTeamTests
{
    private const long Large = long.MaxValue;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_member_runs_its_part_once_a_run(int size)
    {
        using var team = new WorkerTeam(size);
        var work = new Counting(size);
        for (int run = 1; run <= 500; run++)
        {
            team.Run(work, Large);
            Assert.All(work.Counts, count => Assert.Equal(run, count));
        }
    }

    [Fact]
    public void Small_work_is_the_callers()
    {
        using var team = new WorkerTeam(3);
        var work = new Counting(3);
        team.Run(work, 1);
        Assert.Equal([1, 0, 0], work.Counts);
    }

    [Fact]
    public void A_team_that_fell_asleep_wakes_for_the_next_run()
    {
        using var team = new WorkerTeam(3);
        var work = new Counting(3);
        for (int run = 1; run <= 3; run++)
        {
            team.Run(work, Large);
            Thread.Sleep(50);
        }
        Assert.Equal([3, 3, 3], work.Counts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_exception_of_any_member_reaches_the_caller_and_the_team_goes_on(int member)
    {
        using var team = new WorkerTeam(3);
        Assert.Equal("by a member", Assert.Throws<InvalidOperationException>(() => team.Run(new Failing(member), Large)).Message);
        var work = new Counting(3);
        team.Run(work, Large);
        Assert.Equal([1, 1, 1], work.Counts);
    }

    [Fact]
    public void Disposing_ends_the_threads_and_refuses_further_runs()
    {
        var team = new WorkerTeam(3);
        var work = new Counting(3);
        team.Run(work, Large);
        team.Dispose();
        team.Dispose();
        Assert.All(work.Threads.Skip(1), thread => Assert.False(thread!.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => team.Run(work, Large));
    }

    private sealed class Counting(int size) : TeamWork
    {
        public int[] Counts { get; } = new int[size];

        public Thread?[] Threads { get; } = new Thread?[size];

        public override void Run(int worker, int workers)
        {
            Counts[worker]++;
            Threads[worker] = Thread.CurrentThread;
        }
    }

    private sealed class Failing(int member) : TeamWork
    {
        public override void Run(int worker, int workers)
        {
            if (worker == member) throw new InvalidOperationException("by a member");
        }
    }
}
