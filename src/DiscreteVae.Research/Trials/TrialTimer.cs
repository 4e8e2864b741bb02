using DiscreteVae.Layers;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>What a trial's parts take.</summary>
/// <param name="Step">Seconds of a train step, loading and binarising included.</param>
/// <param name="TestImage">Seconds to evaluate an image.</param>
internal readonly record struct TrialCost(double Step, double TestImage);

/// <summary>Times the first steps of a trial, with the images, pipeline and backend that it will have, and leaves no file.</summary>
internal sealed class TrialTimer(TrialData data, TimeProvider clock)
{
    private const int FirstSteps = 2;
    private const int LeastPasses = 8;
    private const int FewPasses = 3;
    private const int Hopeless = 10;

    /// <summary>Measures a trial.</summary>
    /// <param name="manifest">The trial.</param>
    /// <param name="backend">Where its arithmetic runs.</param>
    /// <param name="patience">How long to measure steps, and a quarter of it to evaluate; a single step may take longer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DivergedException">A loss was not finite.</exception>
    /// <exception cref="UserErrorException">The data set cannot be had.</exception>
    public async Task<TrialCost> MeasureAsync(
        TrialManifest manifest, IBackend backend, TimeSpan patience, CancellationToken cancellationToken)
    {
        Dataset dataset = data.Open(manifest.Data);
        Trainer trainer = Trainer.Create(manifest, backend, dataset.Train.PixelsPerImage);
        var training = new ImageFeed(dataset.Train, ImageUse.Training, manifest);
        var testing = new ImageFeed(dataset.Test, ImageUse.Test, manifest);
        int[] order = EpochOrder.Of(data.Split(manifest).Train, (ulong)manifest.Training.Seed, 1);
        int[] test = [.. Enumerable.Range(0, dataset.Test.Count)];
        int steps = (order.Length + training.BatchSize - 1) / training.BatchSize, epoch = 0;

        double step = await MeasureAsync(steps, patience, count =>
            trainer.TrainAsync(training, order.AsMemory(0, Math.Min(order.Length, count * training.BatchSize)), ++epoch, cancellationToken))
            .ConfigureAwait(false);
        double image = await MeasureAsync(test.Length, patience / 4, count =>
            trainer.EvaluateAsync(testing, test.AsMemory(0, count), ++epoch, test: true, cancellationToken)).ConfigureAwait(false);
        return new TrialCost(step, image);
    }

    // Passes grow until one is long enough to tell; the first pays for compiling. Of the others the median counts, since any may be
    // disturbed by what else the machine does: so a single slow one is no answer, unless it took many times the patience.
    internal async Task<double> MeasureAsync(int most, TimeSpan patience, Func<int, Task> run)
    {
        long begun = clock.GetTimestamp();
        var passes = new List<double>();
        bool warm = false;
        for (int count = Math.Min(FirstSteps, most); ; warm = true)
        {
            long start = clock.GetTimestamp();
            await run(count).ConfigureAwait(false);
            TimeSpan elapsed = clock.GetElapsedTime(start), total = clock.GetElapsedTime(begun);
            bool isLong = elapsed >= patience / LeastPasses || count == most;
            if (isLong && (warm || total >= Hopeless * patience)) passes.Add(elapsed.TotalSeconds / count);
            else if (!isLong) count = Math.Min(2 * count, most);
            if (total >= Hopeless * patience ? passes.Count > 0 : total >= patience && passes.Count >= (total >= 2 * patience ? FewPasses : LeastPasses))
                return passes.Order().ElementAt(passes.Count / 2);
        }
    }
}
