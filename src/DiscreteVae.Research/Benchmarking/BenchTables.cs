using System.Globalization;
using DiscreteVae.Research.Commands;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>A report for a terminal.</summary>
internal static class BenchTables
{
    public static void Write(TextWriter output, BenchReport report)
    {
        WriteHead(output, report);
        WriteEpochs(output, report);
        if (report.Peers.Count > 0) WritePeers(output, report);
        WriteSteps(output, report);
        WriteLayers(output, report);
    }

    private static void WriteHead(TextWriter output, BenchReport report)
    {
        (EnvironmentRecord machine, WorkRecord work) = (report.Machine.Environment, report.Work);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Name}: {string.Join('-', work.Encoder)}, {string.Join('-', work.Decoder)}; {work.Images} images in {work.Steps} steps of {work.BatchSize}; {work.FlopsPerDatum * 1e-6:f2} MFLOP a datum"));
        TextTable.Write(output,
        [
            ["machine", string.Create(CultureInfo.InvariantCulture,
                $"{machine.Processor ?? machine.Architecture}, {machine.LogicalCores} cores, {report.Machine.FmaVectorBits}-bit vectors")],
            ["system", $"{machine.OperatingSystem}, {machine.Runtime}, collector {report.Machine.GarbageCollector}"],
            [MachineRecord.OpenBlasCoreType, report.Machine.OpenBlasCoreTypeIsSet ? "set: it forces OpenBLAS's kernels, here and in peers" : "not set"],
            ["memory", report.PeakMegabytes is double megabytes
                ? string.Create(CultureInfo.InvariantCulture, $"{megabytes:f0} MB resident at most while training")
                : "this system does not tell how much was resident"],
            ["data", $"{Show(report.DataMilliseconds, "f3")} ms a minibatch, loaded and binarised beside the step"],
        ]);
    }

    private static void WriteEpochs(TextWriter output, BenchReport report)
    {
        output.WriteLine();
        output.WriteLine("whole epochs: median (least to greatest)");
        TextTable.Write(output,
        [
            ["", "threads", "backend", "seconds an epoch", "FMA peak, GFLOP/s", "share of the dense FMA bound, %", "left by others, GFLOP/s",
                "share of that, %", "bytes allocated a step", "full collections"],
            .. report.Epochs.Select(epoch => (string[])
            [
                "", Number(epoch.Threads), epoch.Backend, Show(epoch.Seconds, "f3"), Show(epoch.FmaPeak, "f0"),
                Percent(epoch.ShareOfFmaBound), Show(epoch.PresentFma, "f0"), Percent(epoch.ShareOfPresentFma), Show(epoch.BytesPerStep, "f0"),
                Number(epoch.FullCollections),
            ]),
        ]);
    }

    private static void WritePeers(TextWriter output, BenchReport report)
    {
        output.WriteLine();
        output.WriteLine("peers, run in turn with our epochs: their seconds by ours");
        TextTable.Write(output,
        [
            ["", "seconds an epoch", .. report.Epochs.Select(epoch => $"by ours on {Number(epoch.Threads)}"), "command"],
            .. report.Peers.Select(peer => (string[])
            [
                "", Show(peer.Seconds, "f3"),
                .. peer.Ratios.Select(ratio => string.Create(CultureInfo.InvariantCulture,
                    $"{ratio.Ratio:f2} ({ratio.Minimum:f2} to {ratio.Maximum:f2})")),
                peer.Command,
            ]),
        ]);
    }

    private static void WriteSteps(TextWriter output, BenchReport report)
    {
        output.WriteLine();
        output.WriteLine("milliseconds a step; the optimiser's update is within backward, fused into the weights' gradient");
        TextTable.Write(output,
        [
            ["", "threads", "backend", "step", "encode", "estimate", "decode", "backward", "(optimiser)", "rest", ""],
            .. report.Profiles.Select(profile => (string[])
            [
                "", Number(profile.Threads), profile.Backend,
                .. profile.Parts is { } parts
                    ? new[] { parts.Total, parts.Encode, parts.Estimate, parts.Decode, parts.Backward, parts.OptimizerInBackward, parts.Rest }
                        .Select(value => value.ToString("f3", CultureInfo.InvariantCulture))
                    : Enumerable.Repeat("", 7),
                profile.Problem ?? profile.Description ?? "",
            ]),
        ]);
    }

    private static void WriteLayers(TextWriter output, BenchReport report)
    {
        StepProfile[] measured = [.. report.Profiles.Where(profile => profile.Parts is not null)];
        if (measured.Length == 0) return;
        output.WriteLine();
        output.WriteLine("GFLOP/s of the dense products within a step; above the FMA peak where zeros are left out");
        TextTable.Write(output,
        [
            ["", "layer", "pass", .. measured.Select(profile => $"{profile.Backend}, {Number(profile.Threads)}")],
            .. measured[0].Layers.Select((layer, row) => (string[])
            [
                "", $"{layer.Network} {Number(layer.Inputs)} to {Number(layer.Outputs)}", layer.Pass,
                .. measured.Select(profile => profile.Layers[row].GigaflopsPerSecond.ToString("f0", CultureInfo.InvariantCulture)),
            ]),
        ]);
    }

    private static string Show(Spread spread, string format) => string.Create(CultureInfo.InvariantCulture,
        $"{Number(spread.Median, format)} ({Number(spread.Minimum, format)} to {Number(spread.Maximum, format)})");

    private static string Percent(Spread shares) => Show(new Spread([.. shares.Values.Select(share => 100 * share)]), "f1");

    private static string Number(double value, string format = "f0") => value.ToString(format, CultureInfo.InvariantCulture);
}
