using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae doctor</c>: what this machine has.</summary>
internal static class DoctorCommand
{
    private static readonly ModelShape Tutorial = new(784, [512, 256], new LatentShape(4, 8), Activation.Relu);

    public static Command Create(CommandContext context)
    {
        var threads = new Option<int>("--threads") { Description = "Threads to measure with; all cores if left out.", DefaultValueFactory = _ => 0 };
        threads.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 1024) result.AddError("--threads: from 0 to 1024.");
        });
        var command = new Command("doctor", "Show which backends and data sets this machine has, and measure the backends.") { threads };
        command.SetAction(parse =>
        {
            int count = parse.GetValue(threads);
            Write(context, count == 0 ? Environment.ProcessorCount : count);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Write(CommandContext context, int threads)
    {
        TextWriter output = context.Output;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"machine   {RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}"));
        double peak = FmaPeak.Measure(threads, context.Clock, TimeSpan.FromMilliseconds(100));
        double present = FmaPeak.MeasurePresent(threads, context.Clock, TimeSpan.FromMilliseconds(200));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"FMA peak  {peak:f0} GFLOP/s in float32 on {threads} threads, {FmaPeak.VectorBits}-bit vectors; others leave {present:f0} at present"));
        output.WriteLine();
        output.WriteLine("backends  (GFLOP/s of the largest layer of the tutorial's model, 784 to 512, with 100 images)");
        string[][] rows = [.. BackendReport.Measure(threads, Tutorial, 100, context.Clock).Select(facts => (string[])
        [
            "",
            facts.Name,
            facts.Available ? string.Create(CultureInfo.InvariantCulture, $"{facts.GigaflopsPerSecond:f0} GFLOP/s") : "not here",
            facts.Available ? string.Create(CultureInfo.InvariantCulture, $"{facts.Threads} threads, {facts.Description}") : facts.Reason!,
        ])];
        TextTable.Write(output, rows);
        output.WriteLine();
        output.WriteLine("data sets");
        DataCommand.Write(output, DatasetRegistry.Describe());
    }
}
