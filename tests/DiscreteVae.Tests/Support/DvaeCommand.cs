using DiscreteVae.Research.Commands;

namespace DiscreteVae.Tests.Support;

/// <summary>Runs the command in this process, with its output captured.</summary>
internal sealed record DvaeCommand(int ExitCode, string Output, string Error)
{
    public static async Task<DvaeCommand> RunAsync(params string[] arguments) => await RunAsync(default, arguments);

    public static Task<DvaeCommand> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        RunAsync(TimeProvider.System, null, cancellationToken, arguments);

    /// <summary>Runs it under another clock, with every line of progress told at once.</summary>
    public static async Task<DvaeCommand> RunAsync(
        TimeProvider clock, Action<string>? progress, CancellationToken cancellationToken, params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new LineWriter(progress);
        var context = new CommandContext(output, TextWriter.Synchronized(error), Interactive: false, clock, ["dvae", .. arguments]);
        int exitCode = await CommandLineApplication.RunAsync(arguments, context, cancellationToken);
        return new DvaeCommand(exitCode, output.ToString(), error.ToString());
    }

    private sealed class LineWriter(Action<string>? progress) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            progress?.Invoke(value ?? "");
        }
    }
}
