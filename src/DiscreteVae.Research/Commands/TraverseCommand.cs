using System.CommandLine;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary><c>dvae traverse</c>: the tutorial's second figure.</summary>
internal static class TraverseCommand
{
    public static Command Create(CommandContext context)
    {
        var checkpoint = new CheckpointArguments();
        var image = new Option<int>("--image") { Description = "Which test image's code is the start, from 0." };
        var command = new Command("traverse", "Draw what is decoded when each latent takes each category, as a PNG.");
        checkpoint.AddTo(command);
        command.Options.Add(image);
        command.SetAction(parse => checkpoint.Draw(parse, "traversal.png", context, (picture, output) =>
        {
            int start = parse.GetValue(image);
            if (start < 0 || start >= picture.Images.Count)
                throw new UserErrorException(ExitCode.Usage, $"--image: the test images are 0 to {picture.Images.Count - 1}.");
            TrialFigures.Traversal(picture.Model, picture.Images, picture.Binarization, picture.Seed, start, picture.Title).WritePng(output);
        }));
        return command;
    }
}
