using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Optimizers;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>Runs one trial to its end and leaves its files: metrics, state, weights and pictures.</summary>
internal sealed class TrialRunner(TrialData data, TimeProvider clock)
{
    /// <summary>Whether it writes event files for TensorBoard.</summary>
    public bool Tensorboard { get; init; }

    /// <summary>Told of every step.</summary>
    public TrainingMeter? Meter { get; init; }

    /// <summary>Runs a trial from its first epoch.</summary>
    /// <param name="trial">What to run.</param>
    /// <param name="folder">Where its files go; what an earlier run left there is replaced.</param>
    /// <param name="backend">Where its arithmetic runs.</param>
    /// <param name="progress">Told after each epoch, on the trial's thread.</param>
    /// <param name="cancellationToken">Ends the trial after the step under way, with a checkpoint.</param>
    /// <returns>How it ended; a failure is a state, not an exception.</returns>
    /// <exception cref="OperationCanceledException">Interrupted; the checkpoint is written.</exception>
    public async Task<TrialState> RunAsync(Trial trial, TrialFolder folder, IBackend backend, IProgress<EpochReport> progress,
        CancellationToken cancellationToken)
    {
        var run = new Run(trial, folder, clock);
        try
        {
            await TrainAsync(run, backend, progress, cancellationToken).ConfigureAwait(false);
            return run.End(TrialStatus.Completed, null);
        }
        catch (DivergedException diverged)
        {
            return run.End(TrialStatus.Diverged, diverged.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            run.End(TrialStatus.Running, "interrupted");
            throw;
        }
#pragma warning disable CA1031 // One failed trial must not end the others; its reason is recorded and told.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            return run.End(TrialStatus.Failed, failure is UserErrorException ? failure.Message : failure.ToString());
        }
    }

    private async Task TrainAsync(Run run, IBackend backend, IProgress<EpochReport> progress, CancellationToken cancellationToken)
    {
        TrialManifest manifest = run.Trial.Manifest;
        Dataset dataset = data.Open(manifest.Data);
        TrainingSplit split = data.Split(manifest);
        Trainer trainer = CreateTrainer(manifest, backend, dataset.Train.PixelsPerImage);
        var training = new ImageFeed(dataset.Train, ImageUse.Training, manifest);
        var validation = new ImageFeed(dataset.Train, ImageUse.Validation, manifest);
        var testing = new ImageFeed(dataset.Test, ImageUse.Test, manifest);
        int[] testExamples = [.. Enumerable.Range(0, dataset.Test.Count)];
        int[] order = new int[split.Train.Length];
        int epochs = manifest.Training.Epochs;

        using var metrics = MetricsWriter.Open(run.Folder.MetricsPath, throughEpoch: -1);
        using TrialEvents? events = TrialEvents.Open(Tensorboard, run.Folder, run.Trial, dataset, clock);
        trainer.Meter = Meter;
        void Report(EpochReport report)
        {
            run.Reports.Add(report);
            metrics.Write(report.ToRows(run.Trial.Id, manifest.Training.Seed));
            events?.Write(report, trainer.Model);
            progress.Report(report);
        }
        try
        {
            for (int epoch = 0; epoch <= epochs; epoch++)
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
                if (epoch % manifest.Evaluation.Every == 0 || epoch == epochs)
                {
                    if (split.Validation.Length > 0)
                        held = await trainer.EvaluateAsync(validation, split.Validation, epoch, test: false, cancellationToken).ConfigureAwait(false);
                    test = await trainer.EvaluateAsync(testing, testExamples, epoch, test: true, cancellationToken).ConfigureAwait(false);
                }
                Report(new EpochReport(epoch, trainer.Step, trained, held, test, trainer.Estimator.Traits.Relaxed, elapsed));
            }
        }
        finally
        {
            // Also after an interruption or a fault: what was learned so far is not lost.
            TrialCheckpoint.Write(run.Folder.CheckpointPath, run.Trial, trainer.Model, dataset, run.Reports.Count - 1);
        }
        TrialFigures.Draw(run.Folder, run.Trial, trainer.Model, dataset, run.Reports);
    }

    private static Trainer CreateTrainer(TrialManifest manifest, IBackend backend, int pixels)
    {
        ModelShape shape = TrialModel.Shape(manifest.Model, pixels);
        var model = new CategoricalVae(backend, shape);
        model.Initialize((ulong)manifest.Training.Seed);
        IGradientEstimator estimator = TrialEstimator.Create(manifest);
        IOptimizer optimizer = OptimizerRegistry.All[manifest.Training.Optimizer].Create(manifest.Training.OptimizerOptions);
        return new Trainer(manifest, model, estimator, optimizer);
    }

    /// <summary>A trial under way: its reports so far and its state file.</summary>
    private sealed class Run
    {
        private readonly TimeProvider _clock;
        private readonly long _begun;

        public Run(Trial trial, TrialFolder folder, TimeProvider clock)
        {
            (Trial, Folder, _clock, _begun) = (trial, folder, clock, clock.GetTimestamp());
            folder.WriteState(State(TrialStatus.Running, null));
        }

        public Trial Trial { get; }

        public TrialFolder Folder { get; }

        public List<EpochReport> Reports { get; } = [];

        public TrialState End(TrialStatus status, string? reason)
        {
            TrialState state = State(status, reason);
            Folder.WriteState(state);
            return state;
        }

        private TrialState State(TrialStatus status, string? reason)
        {
            var final = new SortedDictionary<string, double>(StringComparer.Ordinal);
            // Each metric as it was measured last: an epoch without evaluation has no test values.
            foreach (MetricRow row in Reports.SelectMany(report => report.ToRows(Trial.Id, Trial.Manifest.Training.Seed)))
                final[$"{row.Split}_{row.Metric}"] = row.Value;
            return new TrialState
            {
                Status = status,
                Reason = reason,
                Epochs = Math.Max(0, Reports.Count - 1),
                Seconds = Math.Round(_clock.GetElapsedTime(_begun).TotalSeconds, 3),
                Final = final,
            };
        }
    }
}
