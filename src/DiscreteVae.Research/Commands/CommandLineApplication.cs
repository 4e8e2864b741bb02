using System.CommandLine;

namespace DiscreteVae.Research.Commands;

/// <summary>The <c>dvae</c> command: one verb a file, composed here.</summary>
public static class CommandLineApplication
{
    /// <summary>Parses and runs; the result is the exit code.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CommandContext context, CancellationToken cancellationToken = default)
    {
        // A response file would make "@x" mean something in an override's value.
        ParseResult result = Create(context).Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            foreach (var error in result.Errors) await context.Error.WriteLineAsync($"error: {error.Message}").ConfigureAwait(false);
            await context.Error.WriteLineAsync("Try 'dvae --help', or 'dvae <verb> --help'.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }
        // Signals are handled by Interrupts: the library's own handling would end the process before a checkpoint is written.
        var configuration = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = context.Output,
            Error = context.Error,
        };
        try
        {
            return await result.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (UserErrorException exception)
        {
            foreach (string line in exception.Message.Split('\n')) await context.Error.WriteLineAsync($"error: {line}").ConfigureAwait(false);
            return (int)exception.ExitCode;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await context.Error.WriteLineAsync("interrupted").ConfigureAwait(false);
            return (int)ExitCode.Killed;
        }
    }

    private static RootCommand Create(CommandContext context) => new(
        "Train variational autoencoders with categorical latents, and compare the gradient estimators that train them.")
    {
        RunCommand.Create(context),
        ResumeCommand.Create(context),
        RetryCommand.Create(context),
        TrialCommand.Create(context),
        CollectCommand.Create(context),
        PlanCommand.Create(context),
        ValidateCommand.Create(context),
        SchemaCommand.Create(context),
        StatusCommand.Create(context),
        ShowCommand.Create(context),
        BestCommand.Create(context),
        GradientsCommand.Create(context),
        SubmitCommand.Create(context),
        TaskCommand.Create(context),
        CancelCommand.Create(context),
        DataCommand.Create(context),
        PlotCommand.Create(context),
        DoctorCommand.Create(context),
        BenchCommand.Create(context),
        ReconstructCommand.Create(context),
        TraverseCommand.Create(context),
    };
}
