using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Tests.Backends.Simd;

public class WorkerTeamTests
{
    private const long Large = long.MaxValue;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Every_member_comes_once_to_a_run_that_waits_for_all(int size)
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
        var work = new Alone();
        team.Run(work, 1);
        Assert.Equal((1, 0), (work.Runs, work.Helped));
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

    [Fact]
    public void Nobody_waits_for_a_member_that_has_not_come()
    {
        using var team = new WorkerTeam(2);
        var alone = new Alone();
        for (int run = 0; run < 10_000; run++) team.Run(alone, Large);
        Assert.Equal(10_000, alone.Runs);
        // A run of nothing is over before a helper can have come to every one.
        Assert.InRange(alone.Helped, 0, 9_999);
        var work = new Counting(2);
        team.Run(work, Large);
        Assert.Equal([1, 1], work.Counts);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void An_exception_of_any_member_reaches_the_caller_and_the_team_goes_on(int member)
    {
        using var team = new WorkerTeam(3);
        Assert.Equal("by a member", Assert.Throws<InvalidOperationException>(() => team.Run(new Failing(3, member), Large)).Message);
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

    private sealed class Counting(int size) : Meeting(size)
    {
        public int[] Counts { get; } = new int[size];

        public Thread?[] Threads { get; } = new Thread?[size];

        protected override void Act(int worker)
        {
            Counts[worker]++;
            Threads[worker] = Thread.CurrentThread;
        }
    }

    /// <summary>The caller's part is nothing, so that its run is over before a helper comes to most of them.</summary>
    private sealed class Alone : TeamWork
    {
        private int _helped;

        public int Runs { get; private set; }

        public int Helped => Volatile.Read(ref _helped);

        public override void Run(int worker)
        {
            if (worker == 0) Runs++;
            else Interlocked.Increment(ref _helped);
        }
    }

    /// <summary>One member fails when all have come.</summary>
    private sealed class Failing(int size, int member) : Meeting(size)
    {
        public override void Run(int worker)
        {
            base.Run(worker);
            if (worker == member) throw new InvalidOperationException("by a member");
        }

        protected override void Act(int worker)
        {
        }
    }
}
