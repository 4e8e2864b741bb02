using DiscreteVae.Backends.RowMajor;

namespace DiscreteVae.Tests.Backends.RowMajor;

public class WorkSplitterTests
{
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(8)]
    public void Every_element_is_visited_once_in_every_pass(int threads)
    {
        var work = new WorkSplitter(threads);
        var visits = new int[1000];
        Action<int, int> pass = (start, end) =>
        {
            for (int i = start; i < end; i++) Interlocked.Increment(ref visits[i]);
        };
        for (int repetition = 1; repetition <= 2000; repetition++)
        {
            // Counts below the number of threads leave some ranges empty.
            int count = repetition % 4 == 0 ? repetition % 7 : visits.Length;
            Array.Clear(visits);
            work.Run(count, WorkSplitter.Threshold, pass);
            Assert.True(visits.AsSpan(0, count).IndexOfAnyExcept(1) < 0 && visits.AsSpan(count).IndexOfAnyExcept(0) < 0,
                $"Pass {repetition} over {count} elements missed one or went over one twice.");
        }
    }

    [Fact]
    public void A_small_pass_stays_on_the_callers_thread()
    {
        int threads = 0, caller = Environment.CurrentManagedThreadId;
        new WorkSplitter(8).Run(100, WorkSplitter.Threshold - 1, (start, end) =>
        {
            Assert.Equal((0, 100, caller), (start, end, Environment.CurrentManagedThreadId));
            threads++;
        });
        Assert.Equal(1, threads);
    }

    [Fact]
    public void An_error_in_any_range_reaches_the_caller_and_the_next_pass_works()
    {
        var work = new WorkSplitter(4);
        int visited = 0;
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => work.Run(8, WorkSplitter.Threshold,
            (start, _) => { if (start == 6) throw new InvalidOperationException("in the last range"); }));
        Assert.Equal("in the last range", error.Message);
        work.Run(8, WorkSplitter.Threshold, (start, end) => Interlocked.Add(ref visited, end - start));
        Assert.Equal(8, visited);
    }

    [Fact]
    public void A_pass_makes_no_garbage()
    {
        var work = new WorkSplitter(2);
        Action<int, int> pass = (_, _) => { };
        for (int i = 0; i < 100; i++) work.Run(2, WorkSplitter.Threshold, pass);
        // A collection during a window counts the rest of an allocation buffer: one clean window of several is the proof.
        long least = Enumerable.Range(0, 10).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 1000; i++) work.Run(2, WorkSplitter.Threshold, pass);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
        Assert.InRange(least, 0, 10_000);
    }
}
