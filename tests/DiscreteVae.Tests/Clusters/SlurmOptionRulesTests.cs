using DiscreteVae.Research;
using DiscreteVae.Research.Clusters;

namespace DiscreteVae.Tests.Clusters;

public class SlurmOptionRulesTests
{
    [Theory]
    [InlineData("90", 90), InlineData("1:30", 2), InlineData("4:00:00", 240), InlineData("1-12", 36 * 60), InlineData("2-0:30", (48 * 60) + 30)]
    [InlineData("1-02:03:04", (26 * 60) + 4)]
    public void Times_are_read_as_Slurm_reads_them(string time, double minutes) => Assert.Equal(minutes, SlurmOptionRules.Minutes(time));

    [Theory]
    [InlineData(""), InlineData("4h"), InlineData("1:2:3:4"), InlineData("1-"), InlineData("-5"), InlineData("90\n"), InlineData("1.5"), InlineData("٣")]
    public void What_is_no_time_is_none(string time) => Assert.Null(SlurmOptionRules.Minutes(time));

    [Fact]
    public void Plain_options_pass() => SlurmOptionRules.Check(new SlurmOptions
    {
        Partition = "cpu,long",
        Account = "lab.vae",
        Time = "1-12",
        Memory = "1500M",
        CpusPerTrial = 8,
        MaxRunning = 50,
        TrialsPerTask = 4,
        Sbatch = ["--constraint=avx512", "--mail-type END", "-q normal"],
    });

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var options = new SlurmOptions
        {
            Partition = "cpu; rm -r ~",
            Account = "",
            Time = "4h",
            Memory = "4GB",
            CpusPerTrial = 0,
            MaxRunning = -1,
            TrialsPerTask = 0,
            Attempts = 0,
            Sbatch = ["constraint=avx512", "--array=0-3", "--mem=4G", "--comment=a\n#SBATCH --uid=0", "-c2"],
        };
        UserErrorException error = Assert.Throws<UserErrorException>(() => SlurmOptionRules.Check(options));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        string[] lines = [.. error.Message.Split('\n').Where(line => line.StartsWith("--", StringComparison.Ordinal))];
        Assert.Equal(
            ["--partition", "--account", "--time", "--memory", "--cpus-per-trial", "--max-running", "--trials-per-task", "--attempts",
                "--sbatch", "--sbatch", "--sbatch", "--sbatch", "--sbatch"],
            lines.Select(line => line.Split(':')[0]));
        Assert.Contains("'--mem=4G' has an option of its own here: --memory", error.Message, StringComparison.Ordinal);
        Assert.Contains("'-c2' has an option of its own here: --cpus-per-trial", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Less_time_than_it_takes_to_be_asked_to_stop_is_refused()
    {
        var options = new SlurmOptions { Time = "2" };
        Assert.Contains("--grace", Assert.Throws<UserErrorException>(() => SlurmOptionRules.Check(options)).Message, StringComparison.Ordinal);
        SlurmOptionRules.Check(options with { Grace = 60 });
    }
}
