using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends;

/// <summary>One backend on this machine.</summary>
/// <param name="Name">The name in manifests.</param>
/// <param name="Available">Whether it can run.</param>
/// <param name="Reason">Why it cannot and what to do; null when it can.</param>
/// <param name="Description">Library, version and kernels; null when it cannot run.</param>
/// <param name="Threads">Threads it used; 0 when it cannot run.</param>
/// <param name="GigaflopsPerSecond">Of the best product; 0 when it cannot run.</param>
public sealed record BackendFacts(
    string Name, bool Available, string? Reason, string? Description, int Threads, double GigaflopsPerSecond);

/// <summary>What each backend of the registry is and does on this machine.</summary>
public static class BackendReport
{
    private const int Repetitions = 50;
    private static readonly TimeSpan LongestMeasurement = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Loads and measures every backend: the forward pass, bias and activation included, of the encoder's largest layer on dense
    /// random input.
    /// </summary>
    /// <param name="threads">At least 1.</param>
    /// <param name="shape">The tutorial's has a product of 100 × 784 × 512.</param>
    /// <param name="batchSize">Rows of the input.</param>
    /// <param name="clock">Gives the time.</param>
    public static IReadOnlyList<BackendFacts> Measure(int threads, ModelShape shape, int batchSize, TimeProvider clock)
    {
        IReadOnlyList<int> sizes = shape.EncoderSizes;
        int largest = Enumerable.Range(0, sizes.Count - 1).MaxBy(l => (long)sizes[l] * sizes[l + 1]);
        (int inputs, int outputs) = (sizes[largest], sizes[largest + 1]);
        return [.. BackendRegistry.All.Select(entry => Measure(entry, threads, batchSize, inputs, outputs, clock))];
    }

    private static BackendFacts Measure(BackendEntry entry, int threads, int rows, int inputs, int outputs, TimeProvider clock)
    {
        if (entry.WhyUnavailable() is { } reason) return new BackendFacts(entry.Name, false, reason, null, 0, 0);
        using IBackend backend = entry.Create(threads);
        IDenseLayer layer = backend.CreateLayer(inputs, outputs, Activation.Relu);
        Initialization.Uniform(layer, RandomStream.Create(0, Purpose.Initialization, 0));
        var input = new Matrix(rows, inputs);
        RandomStream.Create(0, Purpose.Figures, 0).FillUniform(input.Span);
        Activations x = backend.CreateActivations(inputs), y = backend.CreateActivations(outputs);
        backend.Read(input, x);
        y.Resize(rows);

        double seconds = double.PositiveInfinity;
        long begin = clock.GetTimestamp();
        for (int i = 0; i < Repetitions && (i < 2 || clock.GetElapsedTime(begin) < LongestMeasurement); i++)
        {
            long start = clock.GetTimestamp();
            layer.Forward(x, y);
            seconds = Math.Min(seconds, clock.GetElapsedTime(start).TotalSeconds);
        }
        double gigaflops = 2e-9 * rows * inputs * outputs;
        return new BackendFacts(entry.Name, true, null, backend.Description, backend.Threads, gigaflops / seconds);
    }
}
