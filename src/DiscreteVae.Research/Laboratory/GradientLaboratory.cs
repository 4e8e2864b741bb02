using System.Globalization;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// Bias, variance and cost of gradient estimators on one model as it trains: <c>dvae gradients</c>. The gradient is that of the mean
/// reconstruction loss of a fixed minibatch by the encoder's logits, B × N·K values as one vector, as in the code of ReinMax (arXiv
/// 2304.08612): that of the encoder's weights follows from it by one fixed linear map, and the KL's is exact for every estimator.
/// </summary>
internal sealed class GradientLaboratory(
    TrialData data, TrialBackends backends, TimeProvider clock, IReadOnlyList<string> commandLine, IProgress<string> progress)
{
    /// <summary>Measures, and leaves <c>gradients.csv</c>, <c>gradients.json</c> and <c>gradients.png</c> in the plan's folder.</summary>
    /// <param name="plan">Of one trial, which says how the model is trained.</param>
    /// <param name="checkpoint">A trained model to measure instead; null to train.</param>
    /// <param name="cancellationToken">Ends the work after the draws or the step under way.</param>
    /// <exception cref="UserErrorException">Something is wrong with the plan, the data or the checkpoint, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">Interrupted; what was measured is written.</exception>
    public async Task RunAsync(ExperimentPlan plan, string? checkpoint, CancellationToken cancellationToken)
    {
        GradientsSection section = plan.Gradients.Section;
        TrialManifest manifest = RequireTrial(plan);
        int last = section.Epochs.Max();
        if (checkpoint is null && last > manifest.Training.Epochs)
        {
            throw new UserErrorException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture,
                $"gradients:epochs: epoch {last} is never trained: training:epochs is {manifest.Training.Epochs}."));
        }
        Dataset dataset = data.Open(manifest.Data);
        TrainingSplit split = data.Split(manifest);
        if (section.Batch > split.Train.Length)
        {
            throw new UserErrorException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture,
                $"gradients:batch: {section.Batch} is more than the {split.Train.Length} training images."));
        }
        TrialBackends.Check(manifest.Compute.Backend);
        CheckpointContent? content = checkpoint is null ? null : Checkpoint.Read(checkpoint);
        content?.RequireShape(manifest.Model.Latents, manifest.Model.Categories, manifest.Model.Hidden, dataset.Train.PixelsPerImage);
        IReadOnlyList<MeasuredEstimator> estimators =
            MeasuredEstimator.Of(plan.Gradients, manifest, dataset.Train.PixelsPerImage, progress);
        bool enumerate = Enumerates(section, manifest.Model);

        int threads = manifest.Compute.Threads > 0 ? manifest.Compute.Threads : Environment.ProcessorCount;
        IBackend Create(int backendThreads) => backends.Create(manifest, dataset.Train.PixelsPerImage, backendThreads);
        using IBackend training = Create(threads);
        var single = new List<IBackend>();
        try
        {
            for (int i = 0; i < threads; i++) single.Add(Create(1));
            var folder = new LaboratoryFolder(plan.Folder);
            folder.WriteRecord(plan.Resolved, checkpoint, EnvironmentRecord.Gather(clock, Environment.CurrentDirectory, commandLine,
                new BackendRecord(training.Name, training.Description, threads), new DataRecord(manifest.Data.Dataset, dataset.Checksums)));
            PixelBatch images = Minibatch(dataset, split, manifest, section.Batch);
            var rows = new List<GradientRow>();
            try
            {
                await foreach (ModelSnapshot snapshot in Models(manifest, section, dataset, split, images, content, training, cancellationToken)
                    .ConfigureAwait(false))
                {
                    var bench = new GradientBench(snapshot, manifest, section, single, clock);
                    await MeasureAsync(bench, estimators, enumerate, section, rows, cancellationToken).ConfigureAwait(false);
                    folder.WriteRows(rows);
                    folder.WritePlot(rows);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                folder.WriteRows(rows);
                throw;
            }
        }
        finally
        {
            foreach (IBackend backend in single) backend.Dispose();
        }
    }

    private async Task MeasureAsync(GradientBench bench, IReadOnlyList<MeasuredEstimator> estimators, bool enumerate,
        GradientsSection section, List<GradientRow> rows, CancellationToken cancellationToken)
    {
        GradientReference reference = await bench.ReferenceAsync(enumerate, cancellationToken).ConfigureAwait(false);
        foreach (MeasuredEstimator estimator in estimators)
        {
            Measured milliseconds = bench.Time(estimator, cancellationToken);
            IEnumerable<double?> temperatures = estimator.Traits.UsesTemperature ? section.Temperatures.Select(value => (double?)value) : [null];
            foreach (double? temperature in temperatures)
            {
                long begun = clock.GetTimestamp();
                IReadOnlyList<GradientRow> measured = await bench.MeasureAsync(estimator, temperature, reference, milliseconds, cancellationToken)
                    .ConfigureAwait(false);
                rows.AddRange(measured);
                progress.Report(GradientBench.Describe(measured) + string.Create(CultureInfo.InvariantCulture,
                    $"  {milliseconds.Value:f2} ms a step  {clock.GetElapsedTime(begun).TotalSeconds:f1} s"));
            }
        }
    }

    // The model at each epoch asked for, trained on as dvae run would, or the checkpoint's alone.
    private async IAsyncEnumerable<ModelSnapshot> Models(TrialManifest manifest, GradientsSection section, Dataset dataset,
        TrainingSplit split, PixelBatch images, CheckpointContent? content, IBackend backend,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (content is not null)
        {
            yield return new ModelSnapshot(TrialCheckpoint.Load(content, backend), images, content.Epoch);
            yield break;
        }
        ulong seed = (ulong)manifest.Training.Seed;
        Trainer trainer = Trainer.Create(manifest, backend, dataset.Train.PixelsPerImage);
        var feed = new ImageFeed(dataset.Train, ImageUse.Training, manifest);
        int epoch = 0;
        foreach (int wanted in section.Epochs.Order())
        {
            while (epoch < wanted) await TrainAsync(trainer, feed, EpochOrder.Of(split.Train, seed, ++epoch), epoch, cancellationToken).ConfigureAwait(false);
            yield return new ModelSnapshot(trainer.Model, images, epoch);
        }
    }

    private async Task TrainAsync(Trainer trainer, ImageFeed feed, int[] order, int epoch, CancellationToken cancellationToken)
    {
        try
        {
            EpochSummary summary = await trainer.TrainAsync(feed, order, epoch, cancellationToken).ConfigureAwait(false);
            progress.Report(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}: trained, train elbo {summary.Elbo.PerDatum:f2}"));
        }
        catch (DivergedException diverged)
        {
            throw new UserErrorException(ExitCode.TrialFailed, diverged.Message, diverged);
        }
    }

    private static TrialManifest RequireTrial(ExperimentPlan plan) => plan.SweptKeys.Count == 0
        ? plan.Trials[0].Manifest
        : throw new UserErrorException(ExitCode.Usage,
            "sweep: 'dvae gradients' measures one model; leave the sweep out and set its keys, such as training:seed=1, instead.");

    private static bool Enumerates(GradientsSection section, ModelSection model)
    {
        double codes = Math.Pow(model.Categories, model.Latents);
        bool fits = codes <= section.MaximumCodes;
        if (!fits && section.Reference == GradientReferenceName.Enumeration)
        {
            throw new UserErrorException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture,
                $"gradients:reference: an enumeration of K^N = {model.Categories}^{model.Latents} = {codes:g6} codes is over ")
                + string.Create(CultureInfo.InvariantCulture, $"gradients:maximumCodes = {section.MaximumCodes}: take a smaller model, ")
                + "raise the budget, or set the reference to 'long-run'.");
        }
        return fits && section.Reference != GradientReferenceName.LongRun;
    }

    // Epoch 0 orders the images as no training epoch does: a random minibatch of training images.
    private static PixelBatch Minibatch(Dataset dataset, TrainingSplit split, TrialManifest manifest, int count)
    {
        ulong seed = (ulong)manifest.Training.Seed;
        var binarizer = new Binarizer(manifest.Data.Binarization, seed);
        var batch = new PixelBatch(count, dataset.Train.PixelsPerImage, binarizer.Kind);
        batch.SetCount(count);
        int[] order = EpochOrder.Of(split.Train, seed, 0);
        for (int row = 0; row < count; row++)
            binarizer.Write(dataset.Train.Image(order[row]), ImageUse.Training, 0, order[row], batch.Bytes(row));
        return batch;
    }
}
