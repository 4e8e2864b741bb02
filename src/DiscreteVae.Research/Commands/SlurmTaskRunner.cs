using System.Text.Json;
using DiscreteVae.Layers;
using DiscreteVae.Research.Clusters;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Sweeps;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Commands;

/// <summary>Runs the trials of a task one after the other, and records every start in the trial's folder.</summary>
internal sealed class SlurmTaskRunner(CommandContext context, SlurmTaskEnvironment task, ResultsFolder folder, ExperimentPlan plan)
{
    private readonly SweepSession _session = new(context);
    private readonly ProgressLines _lines = new(context.Error, context.Interactive);

    /// <summary>Runs them.</summary>
    /// <returns>The exit code: of an interruption at once, else of the worst trial.</returns>
    public async Task<int> RunAsync(IReadOnlyList<Trial> trials, int attempts, CancellationToken cancellationToken)
    {
        await context.Error.WriteLineAsync(FormattableString.Invariant(
            $"task {task.Name} on {task.Node}, start {task.Restarts + 1} of at most {attempts}")).ConfigureAwait(false);
        // The threads that Slurm granted, whatever the manifest says of another machine; they change no number on the backend simd.
        var share = new CoreShare(1, task.Cpus > 0 ? task.Cpus : Environment.ProcessorCount);
        _lines.Started(plan, [.. trials.Select(trial => folder.ReadState(trial.Id))], share);
        var worst = ExitCode.Success;
        foreach (Trial trial in trials)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                TrialState state = await RunAsync(trial, share, cancellationToken).ConfigureAwait(false);
                if (!state.IsDone && worst == ExitCode.Success) worst = ExitCode.TrialFailed;
            }
            catch (UserErrorException error)
            {
                // Another process has it, or its files are out of reach: told, and the others go on.
                await context.Error.WriteLineAsync($"error: {error.Message}").ConfigureAwait(false);
                worst = error.ExitCode;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await new SlurmRequeue(new SlurmClient(SlurmClient.DefaultPatience), task)
                    .RunAsync(attempts, context.Error.WriteLine).ConfigureAwait(false);
                return (int)ExitCode.Interrupted;
            }
        }
        return (int)worst;
    }

    private async Task<TrialState> RunAsync(Trial trial, CoreShare share, CancellationToken cancellationToken)
    {
        TrialFolder trialFolder = folder.Trial(trial.Id);
        TrialState state = trialFolder.ReadState();
        if (!state.IsDone) _session.Check([trial]);
        var target = TrialTarget.Of(plan, trial);
        var progress = new AttemptRecorder(_lines, trialFolder, task, context.Clock);
        try
        {
            state = await _session.Executor
                .ExecuteAsync(trial, trialFolder, share, target, progress, cancellationToken).ConfigureAwait(false);
            progress.Ended(trial, state);
            return state;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Interrupted(trial);
            throw;
        }
    }

    /// <summary>Passes on what happens, and writes it down.</summary>
    private sealed class AttemptRecorder(ISweepProgress inner, TrialFolder folder, SlurmTaskEnvironment task, TimeProvider clock) : ISweepProgress
    {
        private bool _begun;

        public void Started(ExperimentPlan plan, IReadOnlyList<TrialState> states, CoreShare share) => inner.Started(plan, states, share);

        public void Begun(Trial trial, IBackend backend, int? resumedFrom, TrainingMeter meter)
        {
            TrialAttempts.Begin(folder.FullPath, task, resumedFrom, clock);
            _begun = true;
            inner.Begun(trial, backend, resumedFrom, meter);
        }

        public void Noted(Trial trial, string note) => inner.Noted(trial, note);

        public void Epoch(Trial trial, EpochReport report) => inner.Epoch(trial, report);

        public void Ended(Trial trial, TrialState state)
        {
            // A trial that was done before was not started.
            if (_begun) TrialAttempts.End(folder.FullPath, JsonNamingPolicy.CamelCase.ConvertName(state.Status.ToString()), clock);
            inner.Ended(trial, state);
        }

        public void Interrupted(Trial trial)
        {
            if (_begun) TrialAttempts.End(folder.FullPath, "interrupted", clock);
            inner.Interrupted(trial);
        }
    }
}
