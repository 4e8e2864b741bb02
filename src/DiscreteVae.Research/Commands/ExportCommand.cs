using System.CommandLine;
using DiscreteVae.Research.Interchange;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae export</c>: a trained model for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create(CommandContext context)
    {
        var checkpoint = new Argument<string>("checkpoint") { Description = CheckpointPlace.Description };
        var onnx = new Option<bool>("--onnx") { Description = "Write encoder.onnx and decoder.onnx (operator set 13)." };
        var output = new Option<string?>("--output", "-o") { Description = "The folder to write to, made if missing; the checkpoint's if left out." };
        var command = new Command("export", "Write a trained model in a format that other programs read.") { checkpoint, onnx, output };
        command.SetAction(parse =>
        {
            if (!parse.GetValue(onnx))
                throw new UserErrorException(ExitCode.Usage, "There is no format to export to. Say which: --onnx.");
            string path = CheckpointPlace.Locate(parse.GetRequiredValue(checkpoint));
            CheckpointContent content = Checkpoint.Read(path);
            WriteOnnx(content, parse.GetValue(output) ?? Path.GetDirectoryName(Path.GetFullPath(path))!, context);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void WriteOnnx(CheckpointContent content, string folder, CommandContext context)
    {
        var export = new OnnxExport(content, TrialCheckpoint.Shape(content).Activation);
        (string Name, byte[] Model)[] models = [("encoder.onnx", export.Encoder()), ("decoder.onnx", export.Decoder())];
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Writing(folder, error);
        }
        foreach ((string name, byte[] model) in models)
        {
            string path = Path.Join(folder, name);
            AtomicFile.Write(path, stream => stream.Write(model));
            context.Output.WriteLine(path);
        }
    }
}
