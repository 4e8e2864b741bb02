using DiscreteVae.Research.Clusters;

namespace DiscreteVae.Tests.Clusters;

public class SlurmQueueTests
{
    // What squeue of Slurm 22.05 printed for a running, a requeued and a cancelled task, and for a job that is no array.
    private const string Printed = """
        26                  25                  3                   RUNNING                 0           None                                                                            
        27                  25                  4                   PENDING                 1           BeginTime                                                                       
        28                  25                  5                   CANCELLED               0           None                                                                            
        29                  29                  N/A                 PENDING                 0           Dependency                                                                      

        """;

    [Fact]
    public void Jobs_and_tasks_are_read_from_their_columns()
    {
        SlurmQueue queue = SlurmQueue.Parse(Printed);
        Assert.Equal(4, queue.All.Count);
        Assert.Equal("running", queue.Tasks[new SlurmTask(25, 3)].Describe());
        Assert.Equal("pending (BeginTime), start 2", queue.Tasks[new SlurmTask(25, 4)].Describe());
        Assert.Equal("cancelled", queue.Tasks[new SlurmTask(25, 5)].Describe());
        Assert.Equal([25, 29], queue.Alive.Order());
        Assert.False(queue.Tasks.ContainsKey(new SlurmTask(25, 6)));
    }

    [Fact]
    public void Accounts_tell_how_the_last_start_of_a_task_ended()
    {
        IReadOnlyDictionary<SlurmTask, string> states = SlurmAccounts.Parse("25_3|REQUEUED|0:0\n25_3|OUT_OF_MEMORY|0:125\n25_4|CANCELLED by 1000|0:15\n29|COMPLETED|0:0\n\n");
        Assert.Equal(2, states.Count);
        Assert.Equal("out_of_memory (exit code 0:125)", states[new SlurmTask(25, 3)]);
        Assert.Equal("cancelled by 1000 (exit code 0:15)", states[new SlurmTask(25, 4)]);
    }

    [Fact]
    public void Other_text_is_no_job() => Assert.Empty(SlurmQueue.Parse("squeue: something else\n\n").All);
}
