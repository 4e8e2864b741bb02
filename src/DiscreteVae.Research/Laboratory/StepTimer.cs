using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// Milliseconds of a whole train step, encoder, decoder and optimiser included, on one thread: the median over several steps from the same
/// weights on, with the interval between the order statistics that hold the median with 95 % probability whatever the distribution.
/// </summary>
internal static class StepTimer
{
    private const int UntimedSteps = 2;
    private const int FewestSteps = 6;
    private const int MostSteps = 60;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(0.5);

    /// <summary>Times steps on a copy of the model.</summary>
    public static Measured Measure(ModelSnapshot snapshot, IBackend backend, IGradientEstimator estimator, IOptimizer optimizer,
        StepSettings settings, ulong seed, TimeProvider clock, CancellationToken cancellationToken)
    {
        var step = new TrainStep(snapshot.CreateModel(backend), estimator, optimizer);
        var noise = new StreamNoise();
        ulong number = 0;
        double Step()
        {
            cancellationToken.ThrowIfCancellationRequested();
            noise.Stream = RandomStream.Create(seed, Purpose.GradientDraws, 4 * (uint)snapshot.Epoch + (uint)DrawRun.Timing, (uint)number++);
            long stepBegun = clock.GetTimestamp();
            step.Run(snapshot.Images, settings, noise);
            return clock.GetElapsedTime(stepBegun).TotalMilliseconds;
        }
        long begun = clock.GetTimestamp();
        for (int i = 0; i < UntimedSteps && clock.GetElapsedTime(begun) < Enough; i++) Step();
        begun = clock.GetTimestamp();
        var times = new List<double>();
        while (times.Count < FewestSteps || (times.Count < MostSteps && clock.GetElapsedTime(begun) < Enough)) times.Add(Step());
        return Median(times);
    }

    /// <summary>The median of 6 values or more and its interval.</summary>
    internal static Measured Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int n = sorted.Length, outside = 0;
        // The most order statistics that may be left out on each side: P(Binomial(n, ½) < outside) ≤ 0.025.
        double probability = Math.Pow(0.5, n), cumulative = probability;
        while (cumulative <= 0.025)
        {
            outside++;
            probability *= (double)(n - outside + 1) / outside;
            cumulative += probability;
        }
        int first = Math.Max(outside - 1, 0);
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Measured(median, sorted[first], sorted[n - 1 - first]);
    }
}
