using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>What the verbs that run trials share: their means, and how states become an exit code.</summary>
internal sealed class SweepSession
{
    private readonly CommandContext _context;
    private readonly TrialData _data;
    private readonly DisplayNotes _notes;

    public SweepSession(CommandContext context)
    {
        _context = context;
        _notes = new DisplayNotes(context.Error);
        _data = new TrialData(Notes);
        Claims = FolderClaims.Create(context.Clock, new SlurmClaimJudge(new SlurmClient(SlurmClient.DefaultPatience)));
        Executor = new TrialExecutor(_data, new TrialBackends(Notes, context.Clock), context.Clock, context.CommandLine, Claims);
    }

    public IProgress<string> Notes => _notes;

    public FolderClaims Claims { get; }

    public TrialExecutor Executor { get; }

    /// <summary>Ends with an error where trials cannot run here; nothing is written before it.</summary>
    public void Check(IEnumerable<Trial> trials) => SweepCheck.Run(trials, _data);

    /// <summary>Runs what is left of a sweep, prints its folder and returns the exit code.</summary>
    public async Task<int> RunAsync(ClaimedSweep sweep, SweepRequest request, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<TrialState> states;
            using (SweepDisplay display = SweepDisplay.Open(request.Progress, _context, _notes, cancellationToken))
            {
                states = await new SweepRunner(Executor)
                    .RunAsync(sweep.Folder, sweep.Plan, request, display.Progress, cancellationToken).ConfigureAwait(false);
            }
            await _context.Output.WriteLineAsync(sweep.Plan.Folder).ConfigureAwait(false);
            int failed = states.Count(state => state.HasFailed);
            if (failed > 0)
            {
                await _context.Error.WriteLineAsync(FormattableString.Invariant(
                    $"{failed} of {states.Count} trials failed: dvae retry --failed {sweep.Plan.Folder}")).ConfigureAwait(false);
            }
            return (int)(states.All(state => state.IsDone) ? ExitCode.Success : ExitCode.TrialFailed);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await _context.Error.WriteLineAsync($"to go on: dvae resume {sweep.Plan.Folder}").ConfigureAwait(false);
            return (int)ExitCode.Interrupted;
        }
    }
}
