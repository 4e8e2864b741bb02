using System.CommandLine;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Research.Commands;

/// <summary>The options of every verb that runs a sweep.</summary>
internal sealed class SweepArguments
{
    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Trials at once; shares the cores out if left out. Never changes a number on the backend simd.",
    };

    private readonly Option<bool> _failFast = new("--fail-fast")
    {
        Description = "Stop all trials, each with a checkpoint, when the first one fails or diverges.",
    };

    private readonly Option<bool> _tensorboard = new("--tensorboard")
    {
        Description = "Write event files for TensorBoard into the trials' folders, as results:tensorboard=true does.",
    };

    private readonly Option<ProgressMode> _progress = new("--progress")
    {
        Description = "Live bars, plain lines, none, or auto: live on a terminal and plain elsewhere.",
        HelpName = "auto|live|plain|none",
        DefaultValueFactory = _ => ProgressMode.Auto,
    };

    /// <summary>The argument of verbs that go on in a results folder.</summary>
    public static Argument<string> Folder() => new("results") { Description = "A results folder, such as results/quickstart." };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_parallel);
        command.Options.Add(_failFast);
        command.Options.Add(_tensorboard);
        command.Options.Add(_progress);
        _parallel.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1024) result.AddError("--parallel: from 1 to 1024.");
        });
    }

    /// <summary>What they say.</summary>
    public SweepRequest Read(ParseResult parse) => new()
    {
        Parallel = parse.GetValue(_parallel),
        FailFast = parse.GetValue(_failFast),
        Tensorboard = parse.GetValue(_tensorboard),
        Progress = parse.GetValue(_progress),
    };
}
