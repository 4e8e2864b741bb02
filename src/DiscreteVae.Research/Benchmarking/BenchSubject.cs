using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>What is measured: one trial, its data at hand.</summary>
/// <param name="Trial">The trial; its epochs are not run to their end.</param>
/// <param name="Dataset">Its images.</param>
/// <param name="Train">Which of them it trains on.</param>
internal sealed record BenchSubject(Trial Trial, Dataset Dataset, int[] Train)
{
    // Enough for different images in every step of a few, few enough to stay in the cache as the pipeline's ring does.
    private const int MinibatchesAtHand = 4;

    /// <summary>The trial's manifest.</summary>
    public TrialManifest Manifest => Trial.Manifest;

    /// <summary>The widths of the model.</summary>
    public ModelShape Shape => TrialModel.Shape(Manifest.Model, Dataset.Train.PixelsPerImage);

    /// <summary>Train steps an epoch.</summary>
    public int Steps => (Train.Length + Manifest.Training.BatchSize - 1) / Manifest.Training.BatchSize;

    /// <summary>A model with the trial's first weights.</summary>
    public CategoricalVae CreateModel(IBackend backend)
    {
        CategoricalVae model = TrialModel.Create(Manifest.Model, Dataset.Train.PixelsPerImage, backend);
        model.Initialize((ulong)Manifest.Training.Seed);
        return model;
    }

    /// <summary>The trial's estimator.</summary>
    public IGradientEstimator CreateEstimator() => TrialEstimator.Create(Manifest, Dataset.Train.PixelsPerImage);

    /// <summary>The trial's optimiser.</summary>
    public IOptimizer CreateOptimizer() => OptimizerRegistry.All[Manifest.Training.Optimizer].Create(Manifest.Training.OptimizerOptions);

    /// <summary>The training images as the pipeline brings them.</summary>
    public ImageFeed CreateFeed() => new(Dataset.Train, ImageUse.Training, Manifest);

    /// <summary>The scheduled quantities of a step.</summary>
    public StepSettings SettingsAt(long step) => new(Manifest.Temperature.Schedule.At(step), Manifest.KlWeight.Schedule.At(step),
        Manifest.Training.LearningRate.Schedule.At(step));

    /// <summary>The first minibatches of the first epoch, loaded and binarised.</summary>
    public async Task<IReadOnlyList<PixelBatch>> LoadAsync(CancellationToken cancellationToken)
    {
        int size = Manifest.Training.BatchSize;
        var batches = new List<PixelBatch>();
        int[] order = EpochOrder.Of(Train, (ulong)Manifest.Training.Seed, 1);
        int count = Math.Min(Train.Length / size, MinibatchesAtHand) * size;
        await CreateFeed().RunAsync(order.AsMemory(0, count), 1, minibatch => Copy(minibatch.Images), batches.Add, cancellationToken)
            .ConfigureAwait(false);
        return batches;
    }

    private static PixelBatch Copy(PixelBatch source)
    {
        var copy = new PixelBatch(source.Count, source.Width, source.Kind);
        copy.SetCount(source.Count);
        for (int row = 0; row < source.Count; row++) source.Bytes(row).CopyTo(copy.Bytes(row));
        return copy;
    }
}
