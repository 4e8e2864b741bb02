using DiscreteVae.Research;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

public sealed class FolderClaimTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_claim_excludes_others_and_leaves_nothing_when_it_is_taken_back()
    {
        FolderClaims claims = FolderClaims.Create(TimeProvider.System);
        using (claims.Claim(_folder.Path))
        {
            var error = Assert.Throws<UserErrorException>(() => claims.Claim(_folder.Path));
            Assert.Equal(ExitCode.Environment, error.ExitCode);
            Assert.Contains($"process {Environment.ProcessId}", error.Message, StringComparison.Ordinal);
            Assert.Equal(Environment.ProcessId, FolderClaim.Holder(_folder.Path)!.Pid);
        }
        Assert.Empty(_folder.Entries());
        claims.Claim(_folder.Path).Dispose();
    }

    [Fact]
    public void A_claim_of_a_process_that_ended_is_stale()
    {
        ClaimRecord own = ClaimRecord.Own(TimeProvider.System);
        foreach (ClaimRecord stale in new[]
                 {
                     own with { Pid = 2_000_000_000, ProcessStarted = "1" },
                     // The number is in use again, by another process than then.
                     own with { ProcessStarted = "1" },
                     own with { BootId = "another start of the machine" },
                 })
        {
            Write(stale);
            using FolderClaim claim = FolderClaims.Create(TimeProvider.System).Claim(_folder.Path);
            Assert.Equal(own.ProcessStarted, FolderClaim.Holder(_folder.Path)!.ProcessStarted);
        }
        Assert.Empty(_folder.Entries());
    }

    [Fact]
    public void A_claim_of_a_process_that_runs_holds_without_a_lock_as_well()
    {
        // As on a file system that has no locks: only the file tells.
        Write(ClaimRecord.Own(TimeProvider.System));
        Assert.Throws<UserErrorException>(() => FolderClaims.Create(TimeProvider.System).Claim(_folder.Path));
    }

    [Fact]
    public void A_claim_of_another_machine_holds_unless_somebody_knows_better()
    {
        ClaimRecord own = ClaimRecord.Own(TimeProvider.System);
        Write(own with { Host = "node17", Scheduler = new Dictionary<string, string> { ["SLURM_JOB_ID"] = "42" } });
        var error = Assert.Throws<UserErrorException>(() => FolderClaims.Create(TimeProvider.System).Claim(_folder.Path));
        Assert.Contains("node17, Slurm job 42", error.Message, StringComparison.Ordinal);
        Assert.Contains("remove", error.Message, StringComparison.Ordinal);

        using FolderClaim claim = new FolderClaims(own, [new LocalClaimJudge(own), new Knowing(ClaimLife.Dead)]).Claim(_folder.Path);
    }

    [Fact]
    public void A_job_that_was_put_back_into_the_queue_takes_its_own_claim_over()
    {
        ClaimRecord Job(string id, string restarts, string host) => ClaimRecord.Own(TimeProvider.System) with
        {
            Host = host,
            Scheduler = new Dictionary<string, string> { ["SLURM_JOB_ID"] = id, ["SLURM_RESTART_COUNT"] = restarts },
        };
        ClaimRecord now = Job("42", "1", "node3");
        var judge = new RequeuedJobJudge(now);
        Assert.Equal(ClaimLife.Dead, judge.Judge(Job("42", "0", "node17")));
        Assert.Equal(ClaimLife.Unknown, judge.Judge(Job("42", "1", "node17")));
        Assert.Equal(ClaimLife.Unknown, judge.Judge(Job("43", "0", "node17")));
        Assert.Equal(ClaimLife.Unknown, new RequeuedJobJudge(ClaimRecord.Own(TimeProvider.System) with { Scheduler = new Dictionary<string, string>() })
            .Judge(ClaimRecord.Own(TimeProvider.System)));
    }

    [Fact]
    public async Task Of_many_that_find_a_stale_claim_one_gets_it()
    {
        ClaimRecord own = ClaimRecord.Own(TimeProvider.System);
        for (int round = 0; round < 20; round++)
        {
            Write(own with { Pid = 2_000_000_000, ProcessStarted = "1" });
            using var barrier = new Barrier(8);
            FolderClaim?[] claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
            {
                barrier.SignalAndWait();
                return FolderClaim.Try(_folder.Path, own, [new LocalClaimJudge(own)], out ClaimRecord? _);
            }, TaskCreationOptions.LongRunning)));
            Assert.Single(claims, claim => claim is not null);
            foreach (FolderClaim? claim in claims) claim?.Dispose();
            Assert.Empty(_folder.Entries());
        }
    }

    [Fact]
    public void An_unreadable_claim_without_a_lock_is_stale()
    {
        File.WriteAllText(_folder["claim.json"], "{ \"pid\":");
        File.WriteAllText(_folder["claim.json.17.half"], "");
        using (FolderClaims.Create(TimeProvider.System).Claim(_folder.Path)) Assert.True(File.Exists(_folder["claim.json"]));
        Assert.Empty(_folder.Entries());
    }

    private void Write(ClaimRecord claim) => JsonFile.Write(_folder["claim.json"], claim);

    private sealed class Knowing(ClaimLife life) : IClaimJudge
    {
        public ClaimLife Judge(ClaimRecord claim) => life;
    }
}
