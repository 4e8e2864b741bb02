using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Tests.Clusters;

/// <summary>What is decided by Slurm's record of a job: whether a claim holds, and whether a task is to be put back.</summary>
public class SlurmDecisionTests
{
    [Theory]
    // Of the start that runs, and of an earlier one.
    [InlineData("RUNNING", 0, 0, ClaimLife.Alive), InlineData("RUNNING", 2, 2, ClaimLife.Alive), InlineData("RUNNING", 1, 0, ClaimLife.Dead)]
    [InlineData("SUSPENDED", 0, 0, ClaimLife.Alive), InlineData("CONFIGURING", 1, 0, ClaimLife.Dead)]
    // Put back, Slurm counts the restart at once, while the processes of the start before still save.
    [InlineData("COMPLETING", 1, 0, ClaimLife.Alive), InlineData("COMPLETING", 0, 0, ClaimLife.Alive), InlineData("COMPLETING", 2, 0, ClaimLife.Dead)]
    [InlineData("PENDING", 1, 0, ClaimLife.Dead), InlineData("CANCELLED", 0, 0, ClaimLife.Dead), InlineData("NODE_FAIL", 0, 0, ClaimLife.Dead)]
    [InlineData("TIMEOUT", 0, 0, ClaimLife.Dead), InlineData("COMPLETED", 0, 0, ClaimLife.Dead)]
    public void A_claim_holds_while_its_start_runs(string state, int restarts, int claimed, ClaimLife expected) =>
        Assert.Equal(expected, SlurmClaimJudge.Judge(Entry(state, restarts), claimed));

    [Fact]
    public void A_job_that_Slurm_has_forgotten_ended() => Assert.Equal(ClaimLife.Dead, SlurmClaimJudge.Judge(null, 0));

    [Theory]
    [InlineData("RUNNING", "None", 0, RequeueDecision.Requeue), InlineData("RUNNING", "None", 18, RequeueDecision.Requeue)]
    [InlineData("RUNNING", "None", 19, RequeueDecision.Exhausted)]
    // Cancelled or requeued by others: it must end, or is put back anyway.
    [InlineData("COMPLETING", "None", 0, RequeueDecision.Slurm), InlineData("COMPLETING", "JobArrayTaskLimit", 0, RequeueDecision.Slurm)]
    [InlineData("PENDING", "BeginTime", 0, RequeueDecision.Slurm), InlineData("CANCELLED", "None", 0, RequeueDecision.Slurm)]
    [InlineData("COMPLETING", "TimeLimit", 0, RequeueDecision.Requeue), InlineData("COMPLETING", "TimeLimit", 19, RequeueDecision.Exhausted)]
    public void A_task_asked_to_stop_is_put_back_unless_Slurm_ends_it(string state, string reason, int restarts, object expected) =>
        Assert.Equal(expected, SlurmRequeue.Decide(Entry(state, restarts, reason), restarts, attempts: 20));

    [Fact]
    public void Unasked_nothing_is_put_back() => Assert.Equal(RequeueDecision.Unknown, SlurmRequeue.Decide(null, 0, 20));

    [Fact]
    public void A_task_knows_itself_from_its_variables()
    {
        var variables = new Dictionary<string, string>
        {
            ["SLURM_JOB_ID"] = "26",
            ["SLURM_ARRAY_JOB_ID"] = "25",
            ["SLURM_ARRAY_TASK_ID"] = "3",
            ["SLURM_RESTART_COUNT"] = "2",
            ["SLURMD_NODENAME"] = "n17",
            ["SLURM_CPUS_PER_TASK"] = "4",
        };
        Assert.Equal(new SlurmTaskEnvironment("26", "25_3", 2, "n17", 4), SlurmTaskEnvironment.Of(variables.GetValueOrDefault));
        Assert.Null(SlurmTaskEnvironment.Of(_ => null));
    }

    private static SlurmQueueEntry Entry(string state, int restarts, string reason = "None") => new(26, 25, 3, state, restarts, reason);
}
