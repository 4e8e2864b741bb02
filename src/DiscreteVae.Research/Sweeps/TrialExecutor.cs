using DiscreteVae.Layers;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>
/// Executes one trial in its folder, whoever asks for it: claims the folder, finds where the trial goes on, runs it there and records
/// how it ended. Writes nowhere else, and does nothing for a trial that is done.
/// </summary>
internal sealed class TrialExecutor(
    TrialData data, TrialBackends backends, TimeProvider clock, IReadOnlyList<string> commandLine, FolderClaims claims)
{
    // The same for all trials but for their backend, data and start: asking git costs as much as a small epoch.
    private readonly Lazy<EnvironmentRecord> _environment = new(() => EnvironmentRecord.Gather(clock, Environment.CurrentDirectory, commandLine,
        new BackendRecord("", null, 0), new DataRecord("", new Dictionary<string, string>())));

    /// <summary>Runs a trial, or what is left of it.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="folder">Its folder.</param>
    /// <param name="share">Threads, and how many trials run beside it.</param>
    /// <param name="target">How far, and what it leaves.</param>
    /// <param name="progress">Told of it.</param>
    /// <param name="cancellationToken">Ends it after the step under way, with a checkpoint.</param>
    /// <returns>Its state; of one that was done or had failed, the state it had.</returns>
    /// <exception cref="UserErrorException">Another process has the trial, or its files cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; the checkpoint is written.</exception>
    public async Task<TrialState> ExecuteAsync(Trial trial, TrialFolder folder, CoreShare share, TrialTarget target, ISweepProgress progress,
        CancellationToken cancellationToken)
    {
        using FolderClaim claim = claims.Claim(folder.FullPath);
        // Read under the claim: whoever had it before may have finished the trial.
        TrialState state = folder.ReadState();
        if (state.IsDone || state.HasFailed) return state;
        var notes = new TrialNotes(trial, progress);
        CheckpointContent? checkpoint = ResumePoint.Find(trial, folder, notes);
        try
        {
            return await RunAsync(trial, folder, checkpoint, share, target, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException problem) when (checkpoint is not null)
        {
            notes.Report($"Its checkpoint is of no use to this version of dvae: {problem.Message}. It begins anew.");
            return await RunAsync(trial, folder, null, share, target, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TrialState> RunAsync(Trial trial, TrialFolder folder, CheckpointContent? checkpoint, CoreShare share, TrialTarget target,
        ISweepProgress progress, CancellationToken cancellationToken)
    {
        Datasets.Dataset dataset = data.Open(trial.Manifest.Data);
        using IBackend backend = backends.Create(trial.Manifest, dataset.Train.PixelsPerImage, share.Threads, checkpoint);
        folder.WriteManifest(trial.Resolved);
        folder.WriteEnvironment(_environment.Value with
        {
            Backend = new BackendRecord(backend.Name, backend.Description, backend.Threads, share.Trials),
            Data = new DataRecord(trial.Manifest.Data.Dataset, dataset.Checksums),
            Started = clock.GetUtcNow(),
            EarlierSessions = checkpoint is null ? [] : folder.ReadSessions(),
        });
        var meter = new TrainingMeter();
        progress.Begun(trial, backend, checkpoint?.Epoch, meter);
        return await new TrialRunner(data, clock) { Meter = meter }
            .RunAsync(trial, folder, checkpoint, target, backend, new TrialProgress(trial, progress), cancellationToken).ConfigureAwait(false);
    }

    private sealed class TrialNotes(Trial trial, ISweepProgress progress) : IProgress<string>
    {
        public void Report(string value) => progress.Noted(trial, value);
    }

    private sealed class TrialProgress(Trial trial, ISweepProgress progress) : IProgress<EpochReport>
    {
        public void Report(EpochReport value) => progress.Epoch(trial, value);
    }
}
