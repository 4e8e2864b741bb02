using System.Diagnostics;
using System.Globalization;
using DiscreteVae.Research.Results;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Results;

/// <summary>The tables as others read them, with no option given.</summary>
public sealed class OtherReadersTests
{
    // Cells with commas, quotes and brackets; names that some readers take for missing values.
    private const string Sweep =
        """sweep:cases=[{"temperature":{"schedule":"linear","linear":{"initial":1,"final":0.5,"length":9}},"model:hidden":[8,4]},{"temperature":0.5,"model:hidden":[8]}]""";

    private static readonly string[] Tables = ["metrics.csv", "trials.csv", "summary.csv"];

    [SkippableFact]
    public async Task Pandas_reads_every_cell_back()
    {
        Python.SkipUnlessImportable("pandas");
        using var experiment = await RunAsync();
        foreach (string table in Tables)
        {
            // Columns, then each cell by row, texts as they are and numbers by their shortest digits.
            string read = Python.Run("""
                import sys, math, pandas
                table = pandas.read_csv(sys.argv[1])
                print("\x1f".join(table.columns))
                for row in table.itertuples(index=False):
                    print("\x1f".join("" if isinstance(cell, float) and math.isnan(cell) else cell if isinstance(cell, str) else repr(float(cell)) for cell in row))
                """, Path.Combine(experiment.Results, table));
            Compare(File.ReadAllText(Path.Combine(experiment.Results, table)), read);
        }
    }

    [SkippableFact]
    public async Task R_reads_every_cell_back()
    {
        using var experiment = await RunAsync();
        foreach (string table in Tables)
        {
            string read = Rscript("""
                table <- read.csv(commandArgs(trailingOnly = TRUE)[1], check.names = FALSE)
                cat(paste(names(table), collapse = "\x1f"), "\n", sep = "")
                cell <- function(x) if (is.na(x)) "" else if (is.numeric(x)) format(x, digits = 17) else as.character(x)
                for (i in seq_len(nrow(table)))
                  cat(paste(vapply(seq_along(table), function(j) cell(table[i, j]), ""), collapse = "\x1f"), "\n", sep = "")
                """, Path.Combine(experiment.Results, table));
            Compare(File.ReadAllText(Path.Combine(experiment.Results, table)), read);
        }
    }

    private static async Task<TinyExperiment> RunAsync()
    {
        var experiment = new TinyExperiment();
        DvaeCommand run = await experiment.RunAsync(Sweep, "sweep:seeds=2");
        Assert.True(run.ExitCode == 0, run.Error);
        return experiment;
    }

    private static void Compare(string table, string read)
    {
        string[][] written = [.. Csv.Parse(table).Select(row => row.Fields)];
        string[][] others = [.. read.ReplaceLineEndings("\n").Trim('\n').Split('\n').Select(line => line.Split('\x1f'))];
        Assert.Equal(written.Length, others.Length);
        Assert.Equal(written[0], others[0]);
        foreach ((string[] own, string[] other) in written.Zip(others).Skip(1))
        {
            Assert.Equal(own.Length, other.Length);
            foreach ((string cell, string seen) in own.Zip(other))
            {
                // The parser that pandas takes by default is fast and not exact: 7e-14 off was seen. float_precision="round_trip" is.
                if (Csv.TryNumber(cell, out double value))
                    Assert.Equal(value, double.Parse(seen, CultureInfo.InvariantCulture), 1e-12 * Math.Abs(value));
                else
                    Assert.Equal(cell, seen);
            }
        }
    }

    private static string Rscript(string script, string argument)
    {
        var start = new ProcessStartInfo("Rscript", ["--vanilla", "-e", script, argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, "There is no Rscript here.");
            throw;
        }
    }
}
