using System.Text.Json.Nodes;
using System.Threading.Tasks.Dataflow;
using DiscreteVae.Layers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// Runs the trials of a plan over the cores and collects their results. A trial that is completed already stays as it is; one that
/// fails or diverges is recorded and does not stop the others.
/// </summary>
internal sealed class SweepRunner(TrialData data, TrialBackends backends, TimeProvider clock, IReadOnlyList<string> commandLine)
{
    /// <summary>Runs what is not completed.</summary>
    /// <param name="plan">The trials.</param>
    /// <param name="restart">Runs completed trials anew.</param>
    /// <param name="progress">Told of every trial.</param>
    /// <param name="cancellationToken">Ends all trials after the step under way.</param>
    /// <returns>The state of every trial, in the plan's order.</returns>
    /// <exception cref="UserErrorException">Something is wrong before the first trial; nothing is written.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; what was measured is collected.</exception>
    public async Task<IReadOnlyList<TrialState>> RunAsync(ExperimentPlan plan, bool restart, ISweepProgress progress, CancellationToken cancellationToken)
    {
        Check(plan);
        ResultsFolder folder = ResultsFolder.Create(plan.Folder, ToJson(plan));
        TrialRecord[] records = [.. plan.Trials.Select(trial => new TrialRecord(trial.Id, trial.Manifest.Training.Seed, trial.Swept))];
        Trial[] pending = [.. plan.Trials.Where(trial => restart || folder.Trial(trial.Id).ReadState().Status != TrialStatus.Completed)];
        CoreShare share = CoreShare.Of(pending, Environment.ProcessorCount);
        progress.Started(plan, pending.Length, share);

        // The delegate never throws: a block that faults would drop the trials queued behind it.
        var block = new ActionBlock<Trial>(
            trial => RunTrialAsync(plan, trial, folder.Trial(trial.Id), share, progress, cancellationToken),
            new ExecutionDataflowBlockOptions { MaxDegreeOfParallelism = share.Trials, BoundedCapacity = share.Trials });
        foreach (Trial trial in pending)
        {
            if (cancellationToken.IsCancellationRequested || !await block.SendAsync(trial, CancellationToken.None).ConfigureAwait(false)) break;
        }
        block.Complete();
        await block.Completion.ConfigureAwait(false);

        folder.Collect(records);
        cancellationToken.ThrowIfCancellationRequested();
        return [.. plan.Trials.Select(trial => folder.Trial(trial.Id).ReadState())];
    }

    // What can be known to fail before anything is written: data, splits and backends.
    private void Check(ExperimentPlan plan)
    {
        var errors = new List<string>();
        var exitCode = ExitCode.Success;
        foreach (Trial trial in plan.Trials)
        {
            try
            {
                data.Split(trial.Manifest);
                TrialBackends.Check(trial.Manifest.Compute.Backend);
            }
            catch (UserErrorException error)
            {
                if (!errors.Contains(error.Message)) errors.Add(error.Message);
                exitCode = error.ExitCode;
            }
        }
        if (errors.Count > 0) throw new UserErrorException(exitCode, string.Join('\n', errors));
    }

    private async Task RunTrialAsync(ExperimentPlan plan, Trial trial, TrialFolder folder, CoreShare share, ISweepProgress progress,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return;
        try
        {
            using IBackend backend = backends.Create(trial.Manifest, data.Open(trial.Manifest.Data).Train.PixelsPerImage, share.Threads);
            folder.WriteManifest(trial.Resolved);
            folder.WriteEnvironment(EnvironmentRecord.Gather(clock, Environment.CurrentDirectory, commandLine,
                new BackendRecord(backend.Name, backend.Description, backend.Threads, share.Trials),
                new DataRecord(trial.Manifest.Data.Dataset, data.Open(trial.Manifest.Data).Checksums)));
            var meter = new TrainingMeter();
            progress.Begun(trial, backend, meter);
            var runner = new TrialRunner(data, clock) { Tensorboard = plan.Tensorboard, Meter = meter };
            TrialState state = await runner.RunAsync(trial, folder, backend, new TrialProgress(trial, progress), cancellationToken).ConfigureAwait(false);
            progress.Ended(trial, state);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            progress.Interrupted(trial);
        }
#pragma warning disable CA1031 // A trial's files could not be written: told, and the others go on.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            progress.Ended(trial, new TrialState { Status = TrialStatus.Failed, Reason = failure.Message });
        }
    }

    private static JsonObject ToJson(ExperimentPlan plan) => new()
    {
        ["manifest"] = plan.Resolved.DeepClone(),
        ["trials"] = new JsonArray([.. plan.Trials.Select(trial => new JsonObject
        {
            ["index"] = trial.Index,
            ["id"] = trial.Id,
            ["seed"] = trial.Manifest.Training.Seed,
            ["swept"] = new JsonObject(trial.Swept.Select(swept => KeyValuePair.Create(swept.Key, (JsonNode?)JsonValue.Create(swept.Value)))),
        })]),
    };

    private sealed class TrialProgress(Trial trial, ISweepProgress progress) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => progress.Epoch(trial, value);
    }
}
