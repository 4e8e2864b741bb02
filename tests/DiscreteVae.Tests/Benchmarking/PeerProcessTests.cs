using DiscreteVae.Research;
using DiscreteVae.Research.Benchmarking;

namespace DiscreteVae.Tests.Benchmarking;

public class PeerProcessTests
{
    [Theory]
    [InlineData("epoch 1 elbo -215.7 seconds 8.31\nepoch 2 elbo -190.1 seconds 8.1\n", new[] { 8.31, 8.1 })]
    [InlineData("""{"threads": 2, "seconds": [9.5, 8, 1e1]}""", new[] { 9.5, 8, 10 })]
    [InlineData("""{"seconds":7.25,"loss":3}""", new[] { 7.25 })]
    [InlineData("seconds = 3.5, 4 images", new[] { 3.5 })]
    [InlineData("seconds 3\n4 images", new[] { 3.0 })]
    [InlineData("took 3 seconds", new double[0])]
    [InlineData("milliseconds 3", new double[0])]
    [InlineData("seconds 0", new double[0])]
    [InlineData("", new double[0])]
    public void Seconds_are_read_from_lines_and_from_JSON(string output, double[] expected) =>
        Assert.Equal(expected, PeerProcess.Parse(output));

    [SkippableFact]
    public async Task The_first_of_several_epochs_is_left_out()
    {
        SkipWithoutShell();
        Assert.Equal([2, 3], await PeerProcess.RunAsync("for s in 9 2 3; do echo seconds $s; done", CancellationToken.None));
        Assert.Equal([9], await PeerProcess.RunAsync("echo seconds 9", CancellationToken.None));
    }

    [SkippableFact]
    public async Task A_peer_that_fails_is_told_with_its_exit_code_and_last_lines()
    {
        SkipWithoutShell();
        var error = await Assert.ThrowsAsync<UserErrorException>(() =>
            PeerProcess.RunAsync("echo seconds 1; echo no torch here >&2; exit 7", CancellationToken.None));
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains("exit code 7", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("no torch here", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_peer_that_prints_no_seconds_is_an_error()
    {
        SkipWithoutShell();
        var error = await Assert.ThrowsAsync<UserErrorException>(() => PeerProcess.RunAsync("true", CancellationToken.None));
        Assert.Contains("printed no seconds an epoch", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("It printed nothing.", error.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Cancellation_ends_a_peer()
    {
        SkipWithoutShell();
        using var source = new CancellationTokenSource();
        Task<IReadOnlyList<double>> run = PeerProcess.RunAsync("sleep 600", source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    private static void SkipWithoutShell() => Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
}
