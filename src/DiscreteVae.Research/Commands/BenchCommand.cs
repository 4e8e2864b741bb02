using System.CommandLine;
using System.Globalization;
using DiscreteVae.Backends;
using DiscreteVae.Research.Benchmarking;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae bench</c>: how fast a manifest's trial trains here, and what the machine could do.</summary>
internal sealed class BenchCommand
{
    private readonly ManifestArguments _manifest = new();

    private readonly Option<int> _epochs = new("--epochs")
    {
        Description = "Epochs measured for each number of threads, after one to warm up.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<string?> _threads = new("--threads")
    {
        Description = "Numbers of threads, such as 1,2; compute:threads if left out, or one and all cores.",
    };

    private readonly Option<string[]> _peers = new("--peer")
    {
        Description = "A command that trains the same model and prints 'seconds' and a number for each epoch; run in turn with our epochs.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<string?> _backends = new("--backends")
    {
        Description = "The backends whose steps are taken apart, such as simd,mkl; all if left out.",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON instead of tables." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "A file to write the JSON to as well." };

    /// <summary>Makes the verb.</summary>
    public static Command Create(CommandContext context)
    {
        var bench = new BenchCommand();
        var command = new Command("bench", "Measure how fast a manifest's trial trains, beside the machine's FMA peak and other programs.");
        bench._manifest.AddTo(command);
        foreach (Option option in new Option[] { bench._epochs, bench._threads, bench._peers, bench._backends, bench._json, bench._output })
            command.Options.Add(option);
        bench._epochs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000) result.AddError("--epochs: from 1 to 10000.");
        });
        command.SetAction((parse, cancellationToken) => bench.RunAsync(parse, context, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CommandContext context, CancellationToken cancellationToken)
    {
        ExperimentPlan plan = _manifest.Load(parse);
        if (plan.Trials.Count != 1)
        {
            throw new UserErrorException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture,
                $"'{plan.Name}' has {plan.Trials.Count} trials, and a bench measures one. Override the sweep, such as with sweep={{}}."));
        }
        string? output = parse.GetValue(_output);
        RequireFolder(output);
        Trial trial = plan.Trials[0];
        var request = new BenchRequest(parse.GetValue(_epochs), Threads(parse.GetValue(_threads), trial.Manifest.Compute.Threads),
            parse.GetValue(_peers) ?? [], Backends(parse.GetValue(_backends)));
        TrialBackends.Check(trial.Manifest.Compute.Backend);
        var notes = new ErrorNotes(context.Error);
        var data = new TrialData(notes);
        var subject = new BenchSubject(trial, data.Open(trial.Manifest.Data), data.Split(trial.Manifest).Train);
        BenchReport report;
        try
        {
            report = await new BenchRunner(subject, request, notes, context.Clock)
                .RunAsync(plan.Name, context.CommandLine, cancellationToken).ConfigureAwait(false);
        }
        catch (DivergedException diverged)
        {
            throw new UserErrorException(ExitCode.TrialFailed, diverged.Message, diverged);
        }
        if (output is not null) JsonFile.Write(output, report);
        if (parse.GetValue(_json)) context.Output.WriteLine(JsonFile.Format(report));
        else BenchTables.Write(context.Output, report);
        return (int)ExitCode.Success;
    }

    // Found out before minutes of measuring, not after.
    private static void RequireFolder(string? output)
    {
        if (output is null || Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(output)))) return;
        throw new UserErrorException(ExitCode.Usage, $"--output: the folder of '{output}' does not exist. Create it, or check the path.");
    }

    private static int[] Threads(string? text, int manifest)
    {
        if (text is null) return manifest > 0 ? [manifest] : [.. new[] { 1, Environment.ProcessorCount }.Distinct()];
        return [.. Items(text).Select(item => int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int threads)
            && threads is >= 1 and <= 1024 ? threads
            : throw new UserErrorException(ExitCode.Usage, $"--threads: '{item}' is no number from 1 to 1024.")).Distinct()];
    }

    private static IReadOnlyList<BackendEntry> Backends(string? text)
    {
        if (text is null) return BackendRegistry.All;
        return [.. Items(text).Distinct().Select(name => BackendRegistry.All.FirstOrDefault(entry => entry.Name == name)
            ?? throw new UserErrorException(ExitCode.Usage,
                $"--backends: there is no backend '{name}'. Known: {string.Join(", ", BackendRegistry.All.Select(entry => entry.Name))}."))];
    }

    private static string[] Items(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
