using System.CommandLine;
using DiscreteVae.Research.Laboratory;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae gradients</c>: bias, variance and cost of gradient estimators on a real model.</summary>
internal static class GradientsCommand
{
    public static Command Create(CommandContext context)
    {
        var manifest = new ManifestArguments();
        var checkpoint = new Option<string?>("--checkpoint")
        {
            Description = "A checkpoint.safetensors whose model is measured instead of training one.",
        };
        var redraw = new Option<bool>("--redraw")
        {
            Description = "Measure nothing, and draw gradients.png anew from the gradients.csv that is there.",
        };
        var command = new Command(
            "gradients", "Measure bias, variance and cost of gradient estimators against the exact gradient, as a model trains.");
        manifest.AddTo(command);
        command.Options.Add(checkpoint);
        command.Options.Add(redraw);
        command.SetAction((parse, cancellationToken) =>
            parse.GetValue(redraw)
                ? RedrawAsync(manifest.Load(parse), context)
                : RunAsync(manifest.Load(parse), parse.GetValue(checkpoint), context, cancellationToken));
        return command;
    }

    private static async Task<int> RedrawAsync(ExperimentPlan plan, CommandContext context)
    {
        new LaboratoryFolder(plan.Folder).WritePlot(GradientsFile.Read(Path.Join(plan.Folder, GradientsFile.Name)));
        await context.Output.WriteLineAsync(plan.Folder).ConfigureAwait(false);
        return (int)ExitCode.Success;
    }

    private static async Task<int> RunAsync(ExperimentPlan plan, string? checkpoint, CommandContext context, CancellationToken cancellationToken)
    {
        var notes = new ErrorNotes(context.Error);
        var laboratory = new GradientLaboratory(new TrialData(notes), new TrialBackends(notes, context.Clock), context.Clock, context.CommandLine,
            new ErrorLines(context.Error));
        try
        {
            await laboratory.RunAsync(plan, checkpoint, cancellationToken).ConfigureAwait(false);
            await context.Output.WriteLineAsync(plan.Folder).ConfigureAwait(false);
            return (int)ExitCode.Success;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync("interrupted; what was measured is written").ConfigureAwait(false);
            return (int)ExitCode.Interrupted;
        }
    }

    private sealed class ErrorLines(TextWriter error) : IProgress<string>
    {
        public void Report(string value) => error.WriteLine(value);
    }
}
