using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>Runs one trial to its end, or on from a checkpoint, and leaves its files: metrics, state, checkpoints and pictures.</summary>
internal sealed class TrialRunner(TrialData data, TimeProvider clock)
{
    /// <summary>Told of every step.</summary>
    public TrainingMeter? Meter { get; init; }

    /// <summary>Runs a trial.</summary>
    /// <param name="trial">What to run.</param>
    /// <param name="folder">Where its files go.</param>
    /// <param name="checkpoint">Where it goes on; null begins anew, and replaces what an earlier run left.</param>
    /// <param name="target">The epoch to stop at: the trial's last, or a rung's before it, where the trial stays <c>running</c>.</param>
    /// <param name="backend">Where its arithmetic runs.</param>
    /// <param name="progress">Told after each epoch, on the trial's thread.</param>
    /// <param name="cancellationToken">Ends the trial after the step under way, with a checkpoint of that step.</param>
    /// <returns>How it ended; a failure is a state, not an exception.</returns>
    /// <exception cref="OperationCanceledException">Interrupted; the checkpoint is written.</exception>
    /// <exception cref="UserErrorException">The state cannot be written.</exception>
    /// <exception cref="InvalidDataException">
    /// The checkpoint remembers something else than this version does; nothing is changed.
    /// </exception>
    public async Task<TrialState> RunAsync(Trial trial, TrialFolder folder, CheckpointContent? checkpoint, TrialTarget target, IBackend backend,
        IProgress<EpochReport> progress, CancellationToken cancellationToken)
    {
        Dataset dataset = data.Open(trial.Manifest.Data);
        Trainer trainer = Trainer.Create(trial.Manifest, backend, dataset.Train.PixelsPerImage);
        double seconds = checkpoint is null ? 0 : TrialCheckpoint.Restore(checkpoint, trainer);
        using var recorder = new TrialRecorder(trial, folder, checkpoint?.Epoch ?? -1, seconds, clock);
        recorder.WriteState(TrialStatus.Running);
        var run = new Run(trial, folder, dataset, trainer, recorder, progress);
        try
        {
            recorder.Open();
            trainer.Meter = Meter;
            using TrialEvents? events = TrialEvents.Open(target.Tensorboard, folder, trial, dataset, clock, checkpoint is null ? null : trainer.Step);
            await TrainAsync(run, events, target.LastEpoch, cancellationToken).ConfigureAwait(false);
            if (target.LastEpoch < trial.Manifest.Training.Epochs)
                return Save(run, FormattableString.Invariant($"waits at epoch {target.LastEpoch} for the other trials"));
            folder.Checkpoints.WriteLast(TrialCheckpoint.Content(trial, trainer, dataset, recorder.Epoch, training: null));
            if (target.Pictures) TrialFigures.Draw(folder, trial, trainer.Model, dataset);
            return recorder.WriteState(TrialStatus.Completed);
        }
        catch (DivergedException diverged)
        {
            return recorder.WriteState(TrialStatus.Diverged, diverged.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // In the middle of an epoch as well: nothing that was trained is lost. Before epoch 0 is on record nothing was.
            if (recorder.Epoch < 0) recorder.WriteState(TrialStatus.Running, "interrupted");
            else Save(run, "interrupted");
            throw;
        }
#pragma warning disable CA1031 // One failed trial must not end the others; its reason is recorded and told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            // No checkpoint: a step may be half done. The last one that was due stands.
            return recorder.WriteState(TrialStatus.Failed, failure is UserErrorException ? failure.Message : failure.ToString());
        }
    }

    private async Task TrainAsync(Run run, TrialEvents? events, int lastEpoch, CancellationToken cancellationToken)
    {
        TrialManifest manifest = run.Trial.Manifest;
        (Dataset dataset, Trainer trainer) = (run.Dataset, run.Trainer);
        TrainingSplit split = data.Split(manifest);
        var training = new ImageFeed(dataset.Train, ImageUse.Training, manifest);
        var validation = new ImageFeed(dataset.Train, ImageUse.Validation, manifest);
        var testing = new ImageFeed(dataset.Test, ImageUse.Test, manifest);
        int[] testExamples = [.. Enumerable.Range(0, dataset.Test.Count)];
        int[] order = new int[split.Train.Length];
        var timer = new CheckpointTimer(manifest.Checkpoint, clock);
        timer.Written(Math.Max(0, run.Recorder.Epoch));

        for (int epoch = run.Recorder.Epoch + 1; epoch <= lastEpoch; epoch++)
        {
            long begun = clock.GetTimestamp();
            EpochSummary? trained = null;
            if (epoch > 0)
            {
                EpochOrder.Write(split.Train, (ulong)manifest.Training.Seed, epoch, order);
                trained = await trainer.TrainAsync(training, order, epoch, cancellationToken).ConfigureAwait(false);
            }
            TimeSpan elapsed = clock.GetElapsedTime(begun);
            Elbo? held = null, test = null;
            if (epoch % manifest.Evaluation.Every == 0 || epoch == manifest.Training.Epochs)
            {
                if (split.Validation.Length > 0)
                    held = await trainer.EvaluateAsync(validation, split.Validation, epoch, test: false, cancellationToken).ConfigureAwait(false);
                test = await trainer.EvaluateAsync(testing, testExamples, epoch, test: true, cancellationToken).ConfigureAwait(false);
            }
            var report = new EpochReport(epoch, trainer.Step, trained, held, test, trainer.Estimator.Traits.Relaxed, elapsed)
            {
                Measured = trainer.TakeMeasured(),
            };
            run.Recorder.Write(report);
            events?.Write(report, trainer.Model);
            run.Progress.Report(report);
            if (epoch == lastEpoch || !timer.IsDue(epoch)) continue;
            Save(run);
            timer.Written(epoch);
        }
    }

    // Behind the metrics, so that a checkpoint never is of an epoch that has no rows.
    private static TrialState Save(Run run, string? reason = null)
    {
        var training = new TrainingState(run.Trainer) { Seconds = run.Recorder.Seconds };
        CheckpointContent content = TrialCheckpoint.Content(run.Trial, run.Trainer, run.Dataset, run.Recorder.Epoch, training);
        run.Folder.Checkpoints.Write(content, run.Trial.Manifest.Checkpoint.Keep);
        return run.Recorder.WriteState(TrialStatus.Running, reason);
    }

    /// <summary>A trial under way.</summary>
    private sealed record Run(
        Trial Trial, TrialFolder Folder, Dataset Dataset, Trainer Trainer, TrialRecorder Recorder, IProgress<EpochReport> Progress);
}
