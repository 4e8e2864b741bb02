using DiscreteVae.Research.Commands;

namespace DiscreteVae.Tests.Support;

/// <summary>Runs the command in this process, with its output captured.</summary>
internal sealed record DvaeCommand(int ExitCode, string Output, string Error)
{
    public static async Task<DvaeCommand> RunAsync(params string[] arguments) => await RunAsync(default, arguments);

    public static async Task<DvaeCommand> RunAsync(CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CommandContext(
            output, TextWriter.Synchronized(error), Interactive: false, TimeProvider.System, ["dvae", .. arguments]);
        int exitCode = await CommandLineApplication.RunAsync(arguments, context, cancellationToken);
        return new DvaeCommand(exitCode, output.ToString(), error.ToString());
    }
}
