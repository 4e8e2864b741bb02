using System.Globalization;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

/// <summary>Changes the culture of the whole process, so nothing runs beside it.</summary>
[CollectionDefinition(nameof(CultureTests), DisableParallelization = true)]
public sealed class CultureCollection;

/// <summary>Decimal commas and the dotless i of Turkish change no byte of what is written.</summary>
[Collection(nameof(CultureTests))]
public sealed class CultureTests
{
    private static readonly string[] Sweep =
    [
        """sweep:axes={"estimator:name":["reinforce","gumbel-softmax"],"temperature":[0.5,1.25],"training:seed":[0,1]}""",
        """training:learningRate={"schedule":"cosine","per":"run","cosine":{"initial":0.0125,"length":1}}""",
        "data:validation=15", "data:binarization=static",
    ];

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task A_sweep_writes_the_same_bytes(string culture)
    {
        Assert.NotEqual("1.5", Convert.ToString(1.5, CultureInfo.GetCultureInfo("de-DE")));
        using var experiment = new TinyExperiment();
        Dictionary<string, string> expected = await FilesAsync(experiment, "");
        Dictionary<string, string> written = await FilesAsync(experiment, culture);

        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), written.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(3 + 1 + 8 * 2, expected.Keys.Count(name => !name.StartsWith("dvae ", StringComparison.Ordinal)));
        foreach ((string name, string content) in expected)
            Assert.True(content == written[name], $"{name} differs:\n{content}\n{written[name]}");
    }

    private static async Task<Dictionary<string, string>> FilesAsync(TinyExperiment experiment, string culture)
    {
        var files = new Dictionary<string, string>();
        CultureInfo before = CultureInfo.CurrentCulture, uiBefore = CultureInfo.CurrentUICulture;
        CultureInfo? threadsBefore = CultureInfo.DefaultThreadCurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(culture);
            DvaeCommand run = await experiment.RunAsync([.. Sweep, "--restart"]);
            Assert.True(run.ExitCode == 0, run.Error);
            foreach (string[] command in (string[][])[
                ["schema"], ["plan", experiment.Manifest, "--no-estimate", .. Sweep], ["best", experiment.Results],
                ["validate", experiment.Manifest, "klWeight=-0.5", "training:epochs=1.5"]])
            {
                DvaeCommand verb = await DvaeCommand.RunAsync(command);
                files[$"dvae {command[0]}"] = verb.Output + verb.Error;
            }
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (before, uiBefore);
            CultureInfo.DefaultThreadCurrentCulture = threadsBefore;
        }
        foreach (string path in Directory.EnumerateFiles(experiment.Results, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(experiment.Results, path);
            if (Path.GetFileName(name) is "metrics.csv" or "summary.csv" or "plan.json" or "trial.json")
                files[name] = Convert.ToBase64String(await File.ReadAllBytesAsync(path));
            else if (name == "trials.csv")
                files[name] = WithoutSeconds(await File.ReadAllTextAsync(path));
        }
        return files;
    }

    // The one column that differs between any two runs.
    private static string WithoutSeconds(string table)
    {
        Assert.StartsWith("trial,status,", table, StringComparison.Ordinal);
        (string[] Fields, long)[] rows = [.. Csv.Parse(table)];
        Assert.All(rows[1..], row => Assert.True(Csv.TryNumber(row.Fields[^1], out double seconds) && seconds >= 0, row.Fields[^1]));
        return string.Join('\n', rows.Select(row => string.Join('|', row.Fields[..^1])));
    }
}
