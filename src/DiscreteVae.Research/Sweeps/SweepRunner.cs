using System.Threading.Tasks.Dataflow;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// Runs the trials of a results folder over the cores and collects their results. A trial that is done or has failed stays as it is; one
/// that was interrupted goes on from its checkpoint; one that fails or diverges now is recorded and does not stop the others.
/// </summary>
internal sealed class SweepRunner(TrialExecutor executor)
{
    /// <summary>Runs what is left to run.</summary>
    /// <param name="folder">The folder, whose claim this process holds.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="request">How to run it.</param>
    /// <param name="progress">Told of every trial.</param>
    /// <param name="cancellationToken">Ends all trials after the step under way.</param>
    /// <returns>The state of every trial, in the plan's order.</returns>
    /// <exception cref="UserErrorException">The folder is gone, or a state in it is damaged.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; what was measured is collected.</exception>
    public async Task<IReadOnlyList<TrialState>> RunAsync(
        ResultsFolder folder, ExperimentPlan plan, SweepRequest request, ISweepProgress progress, CancellationToken cancellationToken)
    {
        TrialState[] states = [.. plan.Trials.Select(trial => folder.ReadState(trial.Id))];
        int pending = states.Count(state => !state.IsDone && !state.HasFailed);
        CoreShare share = CoreShare.Of(plan.Trials, pending, Environment.ProcessorCount, request.Parallel);
        progress.Started(plan, states, share);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = new Run(plan, folder, states, share, request.Tensorboard, request.FailFast, progress, stop);

        var race = new HalvingRace(plan, folder);
        IReadOnlyList<Trial> running = plan.Trials;
        foreach (int rung in race.Rungs)
        {
            await RunToAsync(run, running, rung).ConfigureAwait(false);
            if (stop.IsCancellationRequested || run.Unsettled) break;
            running = race.Decide(rung, running, states, progress);
        }
        if (!stop.IsCancellationRequested && !run.Unsettled) await RunToAsync(run, running, lastEpoch: null).ConfigureAwait(false);

        folder.Collect(TrialRecords.Of(plan));
        cancellationToken.ThrowIfCancellationRequested();
        return states;
    }

    private async Task RunToAsync(Run run, IReadOnlyList<Trial> trials, int? lastEpoch)
    {
        // The delegate never throws: a block that faults would drop the trials queued behind it.
        var block = new ActionBlock<Trial>(
            trial => RunTrialAsync(run, trial, run.Target(trial, lastEpoch)),
            new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = run.Share.Trials, BoundedCapacity = run.Share.Trials });
        foreach (Trial trial in trials)
        {
            TrialState state = run.States[trial.Index];
            // At a rung already: it waits there for the others, or is beyond it.
            if (state.IsDone || state.HasFailed || (lastEpoch is { } rung && state.Status == TrialStatus.Running && state.Epochs >= rung)) continue;
            if (run.Stop.IsCancellationRequested || !await block.SendAsync(trial, CancellationToken.None).ConfigureAwait(false)) break;
        }
        block.Complete();
        await block.Completion.ConfigureAwait(false);
    }

    private async Task RunTrialAsync(Run run, Trial trial, TrialTarget target)
    {
        if (run.Stop.IsCancellationRequested) return;
        try
        {
            TrialFolder folder = run.Folder.Trial(trial.Id);
            TrialState state = await executor.ExecuteAsync(trial, folder, run.Share, target, run.Progress, run.Stop.Token).ConfigureAwait(false);
            run.States[trial.Index] = state;
            if (state.IsDone || state.HasFailed) run.Progress.Ended(trial, state);
            if (state.HasFailed && run.FailFast) await run.Stop.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Stop.IsCancellationRequested)
        {
            run.Progress.Interrupted(trial);
        }
#pragma warning disable CA1031 // A trial's files could not be written, or somebody else has it: told, and the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            run.Unsettled = true;
            run.States[trial.Index] = new TrialState { Status = TrialStatus.Failed, Reason = failure.Message };
            run.Progress.Ended(trial, run.States[trial.Index]);
            if (run.FailFast || !File.Exists(run.Folder.PlanPath)) await run.Stop.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>A sweep under way; each trial writes its own element of the states.</summary>
    private sealed class Run(
        ExperimentPlan plan, ResultsFolder folder, TrialState[] states, CoreShare share, bool tensorboard, bool failFast, ISweepProgress progress,
        CancellationTokenSource stop)
    {
        private volatile bool _unsettled;

        public ResultsFolder Folder => folder;

        public TrialState[] States => states;

        public CoreShare Share => share;

        public TrialTarget Target(Trial trial, int? lastEpoch)
        {
            TrialTarget whole = TrialTarget.Of(plan, trial);
            return whole with { LastEpoch = lastEpoch ?? whole.LastEpoch, Tensorboard = whole.Tensorboard || tensorboard };
        }

        public bool FailFast => failFast;

        public ISweepProgress Progress => progress;

        public CancellationTokenSource Stop => stop;

        /// <summary>A trial is in a state that its folder does not tell, so that no rung can be decided.</summary>
        public bool Unsettled
        {
            get => _unsettled;
            set => _unsettled = value;
        }
    }
}
