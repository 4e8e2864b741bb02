using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Pipeline;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// Images of one split as a stream of minibatches: what the pipeline's stages load, augment and binarise.
/// </summary>
internal sealed class ImageFeed
{
    // Not the training batch size: the minibatch keys the noise, and a mean over the test set must not depend on how one trains.
    private const int EvaluationBatchSize = 200;

    private readonly ImageSet _images;
    private readonly ImageUse _use;
    private readonly Augmenter _augmenter;
    private readonly Binarizer _binarizer;
    private readonly MinibatchPipeline _pipeline;

    /// <summary>Makes the buffers and stages.</summary>
    /// <param name="images">The file the images are in.</param>
    /// <param name="use">Only training images are augmented.</param>
    /// <param name="manifest">The trial.</param>
    public ImageFeed(ImageSet images, ImageUse use, TrialManifest manifest)
    {
        ulong seed = (ulong)manifest.Training.Seed;
        _images = images;
        _use = use;
        _augmenter = new Augmenter(manifest.Data.Augmentation, images.Height, images.Width, seed);
        _binarizer = new Binarizer(manifest.Data.Binarization, seed);
        bool augments = use == ImageUse.Training && !_augmenter.IsIdentity;
        BatchSize = use == ImageUse.Training ? manifest.Training.BatchSize : EvaluationBatchSize;
        _pipeline = new MinibatchPipeline(new MinibatchStages(Load, augments ? Augment : null, Binarize), BatchSize, images.PixelsPerImage,
            _binarizer.Kind, manifest.Compute.Loaders);
    }

    /// <summary>B.</summary>
    public int BatchSize { get; }

    /// <summary>Runs one pass; see <see cref="MinibatchPipeline.RunAsync"/>.</summary>
    public Task RunAsync<TRecord>(ReadOnlyMemory<int> examples, int epoch, Func<Minibatch, TRecord> step, Action<TRecord> log,
        CancellationToken cancellationToken) => _pipeline.RunAsync(examples, epoch, step, log, cancellationToken);

    private void Load(Minibatch minibatch)
    {
        ReadOnlySpan<int> examples = minibatch.Examples.Span;
        for (int row = 0; row < examples.Length; row++) _images.Image(examples[row]).CopyTo(minibatch.Grey(row));
    }

    private void Augment(Minibatch minibatch)
    {
        ReadOnlySpan<int> examples = minibatch.Examples.Span;
        Span<byte> changed = new byte[_images.PixelsPerImage];
        for (int row = 0; row < examples.Length; row++)
        {
            _augmenter.Apply(minibatch.Grey(row), minibatch.Epoch, examples[row], changed);
            changed.CopyTo(minibatch.Grey(row));
        }
    }

    private void Binarize(Minibatch minibatch)
    {
        ReadOnlySpan<int> examples = minibatch.Examples.Span;
        for (int row = 0; row < examples.Length; row++)
        {
            _binarizer.Write(minibatch.Grey(row), _use, minibatch.Epoch, examples[row], minibatch.Images.Bytes(row));
        }
    }
}
