using System.CommandLine;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae reconstruct</c>: the tutorial's first figure.</summary>
internal static class ReconstructCommand
{
    public static Command Create(CommandContext context)
    {
        var checkpoint = new CheckpointArguments();
        var images = new Option<int>("--images") { Description = "How many test images, from the first.", DefaultValueFactory = _ => 10 };
        images.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 100) result.AddError("--images: from 1 to 100.");
        });
        var command = new Command("reconstruct", "Draw test images beside what a trained model makes of them, as a PNG.");
        checkpoint.AddTo(command);
        command.Options.Add(images);
        command.SetAction(parse => checkpoint.Draw(parse, "reconstructions.png", context, (picture, output) => TrialFigures
            .Reconstructions(picture.Model, picture.Images, picture.Binarization, picture.Seed, parse.GetValue(images), picture.Title)
            .WritePng(output)));
        return command;
    }
}
