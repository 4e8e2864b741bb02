using System.CommandLine;
using DiscreteVae.Models;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>The arguments of every verb that draws a picture from a checkpoint.</summary>
internal sealed class CheckpointArguments
{
    private readonly Argument<string> _checkpoint = new("checkpoint")
    {
        Description = CheckpointPlace.Description,
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The PNG to write; beside the checkpoint if left out." };

    private readonly Option<string?> _folder = new("--data-folder") { Description = "Where the data set is, as data:folder in a manifest." };

    private readonly Option<long> _seed = new("--seed") { Description = "Decides binarisation and sampled codes.", DefaultValueFactory = _ => 0 };

    /// <summary>Adds the arguments to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_checkpoint);
        command.Options.Add(_output);
        command.Options.Add(_folder);
        command.Options.Add(_seed);
    }

    /// <summary>Loads the model and the images it was trained with, and draws.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="defaultName">The picture's name where none is given.</param>
    /// <param name="context">Told where the picture is.</param>
    /// <param name="draw">Writes the picture to the path.</param>
    public int Draw(ParseResult parse, string defaultName, CommandContext context, Action<CheckpointPicture, string> draw)
    {
        string checkpoint = CheckpointPlace.Locate(parse.GetRequiredValue(_checkpoint));
        using TrainedModel trained = TrainedModel.Read(checkpoint);
        ImageSet images = trained.Images(parse.GetValue(_folder), new ErrorNotes(context.Error));
        string output = parse.GetValue(_output) ?? Path.Join(Path.GetDirectoryName(checkpoint), defaultName);
        draw(new CheckpointPicture(trained.Model, images, trained.Binarization, (ulong)parse.GetValue(_seed), trained.Title), output);
        context.Output.WriteLine(output);
        return (int)ExitCode.Success;
    }
}

/// <summary>What a picture is drawn from.</summary>
internal sealed record CheckpointPicture(CategoricalVae Model, ImageSet Images, Binarization Binarization, ulong Seed, string Title);
