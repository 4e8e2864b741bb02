using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Comparison;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

public class CompareCommandTests
{
    private const string By = "estimator:name";

    [Fact]
    public async Task Differences_are_paired_over_seeds_and_written()
    {
        using SweptFolder folder = Estimators(("rloo", [-130, -140, -150]), ("reinmax", [-129, -138.9, -149.1])).Write();
        DvaeCommand command = await folder.CompareAsync("--by", By);
        Assert.True(command.ExitCode == 0, command.Error);
        // The seeds differ by 10 nats, the pairs by 0.1.
        Assert.Contains("[-1.248, -0.752]", command.Output, StringComparison.Ordinal);
        string[] lines = await File.ReadAllLinesAsync(Path.Combine(folder.FullPath, "comparison.csv"));
        Assert.Equal(2, lines.Length);
        Dictionary<string, string> row = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(cell => cell.First, cell => cell.Second);
        Assert.Equal(("rloo", "reinmax", "test_elbo", "3"), (row["a"], row["b"], row["metric"], row["n"]));
        Assert.Equal(-1, double.Parse(row["difference"], System.Globalization.CultureInfo.InvariantCulture), 1e-9);
        Assert.Equal("3", row["seeds"]);
        Assert.Equal(row["p"], row["p_holm"]);
    }

    [Fact]
    public async Task Each_pair_of_values_is_corrected_for_all()
    {
        using SweptFolder folder = Estimators(("a", [1, 2, 3.1]), ("b", [2, 3, 4]), ("c", [2.5, 3.5, 4])).Write();
        DvaeCommand command = await folder.CompareAsync("--by", By, "--metric", "test_elbo");
        Assert.Equal(0, command.ExitCode);
        string[][] rows = [.. (await File.ReadAllLinesAsync(Path.Combine(folder.FullPath, "comparison.csv"))).Skip(1).Select(line => line.Split(','))];
        Assert.Equal(["a-b", "a-c", "b-c"], rows.Select(row => $"{row[1]}-{row[2]}"));
        Assert.All(rows, row => Assert.True(Number(row[13]) >= Number(row[12])));
    }

    [Fact]
    public async Task Other_swept_keys_are_paired_as_well()
    {
        using var folder = new SweptFolder();
        foreach (string rate in (string[])["0.1", "0.2"])
        {
            foreach (long seed in (long[])[0, 1])
                folder.Add($"{By}=a training:learningRate={rate}", seed, seed).Add($"{By}=b training:learningRate={rate}", seed, seed + 0.5 + seed / 10.0);
        }
        DvaeCommand command = await folder.Write().CompareAsync("--by", By);
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Contains(",4,", (await File.ReadAllLinesAsync(Path.Combine(folder.FullPath, "comparison.csv")))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_goes_with_the_compared_one_is_told()
    {
        using var folder = new SweptFolder();
        foreach (long seed in (long[])[0, 1]) folder.Add($"{By}=a temperature=1", seed, seed).Add($"{By}=b temperature=2", seed, seed + 1.5 + seed);
        DvaeCommand command = await folder.Write().CompareAsync("--by", By);
        Assert.Equal(0, command.ExitCode);
        Assert.Contains("note: temperature has another value under each estimator:name", command.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_epoch_before_the_last_can_be_compared()
    {
        using SweptFolder folder = Estimators(("a", [1, 2]), ("b", [2, 3.5])).Write();
        DvaeCommand command = await folder.CompareAsync("--by", By, "--epoch", "1");
        Assert.Equal(0, command.ExitCode);
        Assert.Contains("-8.500", command.Output, StringComparison.Ordinal);
        DvaeCommand missing = await folder.CompareAsync("--by", By, "--epoch", "7");
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("has it at 1, 2", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_way_is_told()
    {
        using SweptFolder folder = Estimators(("a", [1, 2]), ("b", [2, 3])).Add($"{By}=c", 0, 5).Add($"{By}=c", 9, 5).Add($"{By}=d", 0, 5, TrialStatus.Diverged).Write();
        await Fails("'estimator:nmae' was not swept", "Did you mean 'estimator:name'", "--by", "estimator:nmae");
        await Fails("1 of 7 trials are not completed", "d, seed 0: diverged", "--by", By);
        await Fails("estimator:name=a (seeds 0, 1) and estimator:name=c (seeds 0, 9)", "only seed 0 in common", "--by", By, "--values", "a,b,c");
        await Fails("--metric", "the nearest is 'test_elbo'", "--by", By, "--values", "a,b", "--metric", "test_elb");
        await Fails("--values", "there is no 'x'", "--by", By, "--values", "a,x");
        await Fails("needs two values", "only 'a'", "--by", By, "--values", "a");
        await Fails("either --by", "--reference");
        Assert.False(File.Exists(Path.Combine(folder.FullPath, "comparison.csv")));

        async Task Fails(string first, string second, params string[] arguments)
        {
            DvaeCommand command = await folder.CompareAsync(arguments);
            Assert.True(command.ExitCode == 2, command.Error);
            Assert.Contains(first, command.Error, StringComparison.Ordinal);
            Assert.Contains(second, command.Error, StringComparison.Ordinal);
        }
    }

    /// <summary>Two seeds of ours with deviation 0.3 over 10 published ones: the band is 3 · 0.3 √(1/2 + 1/10) = 0.697.</summary>
    [Theory]
    [InlineData("-100.6", 0, "inside")]
    [InlineData("-100.8", 1, "outside")]
    public async Task A_published_mean_is_met_or_missed(string mean, int exitCode, string result)
    {
        using SweptFolder folder = Estimators(("reinmax", [-99.9, -100.1]), ("rloo", [-90, -91])).Write();
        string reference = Path.Combine(folder.FullPath, "marks.csv");
        await File.WriteAllTextAsync(reference, $"{By},epoch,metric,mean,sd,n,source\nreinmax,2,test_elbo,{mean},0.3,10,a paper\n");
        DvaeCommand command = await folder.CompareAsync("--reference", reference);
        Assert.True(command.ExitCode == exitCode, command.Error);
        Assert.Contains(result, command.Output, StringComparison.Ordinal);
        Assert.Contains("0.70", command.Output, StringComparison.Ordinal);
        string row = (await File.ReadAllLinesAsync(Path.Combine(folder.FullPath, "reference.csv")))[1];
        Assert.StartsWith($"reinmax,2,test_elbo,{mean},0.3,10,2,-100,", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("estimator:name,epoch,metric,mean,sd,n,source\nreinmax,7,test_elbo,1,1,1,x\n", 1, "not-run")]
    [InlineData("estimator:nam,epoch,metric,mean,sd,n,source\nreinmax,2,test_elbo,1,1,1,x\n", 2, "no trial has the key estimator:nam")]
    [InlineData("estimator:name,epoch,metric,mean,n,source\nreinmax,2,test_elbo,1,1,x\n", 2, "lacks the column sd")]
    [InlineData("estimator:name,epoch,metric,mean,sd,n,source\nreinmax,2,test_elbo,one,1,1,x\n", 2, "line 2: mean is 'one'")]
    [InlineData("estimator:name,epoch,metric,mean,sd,n,source\n", 2, "has no rows")]
    public async Task A_table_that_cannot_be_used_is_told(string table, int exitCode, string message)
    {
        using SweptFolder folder = Estimators(("reinmax", [1, 2])).Write();
        string reference = Path.Combine(folder.FullPath, "marks.csv");
        await File.WriteAllTextAsync(reference, table);
        DvaeCommand command = await folder.CompareAsync("--reference", reference);
        Assert.Equal(exitCode, command.ExitCode);
        Assert.Contains(message, command.Error + command.Output, StringComparison.Ordinal);
    }

    private static SweptFolder Estimators(params (string Name, double[] Values)[] groups)
    {
        var folder = new SweptFolder();
        foreach ((string name, double[] values) in groups)
            for (int seed = 0; seed < values.Length; seed++) folder.Add($"{By}={name}", seed, values[seed]);
        return folder;
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
