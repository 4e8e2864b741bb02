using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Backends;

/// <summary>A model of the right shape that trains on one backend against the clock.</summary>
internal sealed class CalibrationTrial : IDisposable
{
    // Random numbers over and over: drawing millions of them would take longer than the steps.
    private const int PatternLength = 4099;

    private readonly IBackend _backend;
    private readonly TrainStep _step;
    private readonly StreamNoise _noise = new() { Stream = RandomStream.Create(0, Purpose.Estimator, 0) };
    private readonly TimeProvider _clock;

    public CalibrationTrial(IBackend backend, ModelShape shape, TimeProvider clock)
    {
        _backend = backend;
        _clock = clock;
        var model = new CategoricalVae(backend, shape);
        var uniforms = new float[PatternLength];
        RandomStream.Create(0, Purpose.Initialization, 0).FillUniform(uniforms);
        foreach (IDenseLayer layer in model.Encoder.Layers.Concat(model.Decoder.Layers)) Fill(layer, uniforms);
        _step = new TrainStep(model, new Reinforce(new EstimatorContext(shape.Latent), new ReinforceOptions()), new Adam(new AdamOptions()));
    }

    /// <summary>What the backend says it is.</summary>
    public string Description => _backend.Description;

    /// <summary>
    /// Images of which an eighth of the pixels are set, as in binarised digits: a backend that profits from zeros shows it.
    /// </summary>
    public static PixelBatch RandomImages(int count, int pixels)
    {
        var words = new uint[PatternLength];
        RandomStream.Create(0, Purpose.TrainBinarization, 0).Fill(words);
        var images = new PixelBatch(count, pixels, PixelKind.Binary);
        int next = 0;
        for (int r = 0; r < count; r++)
        {
            foreach (ref byte pixel in images.Bytes(r))
            {
                pixel = words[next] < uint.MaxValue / 8 ? (byte)1 : (byte)0;
                if (++next == PatternLength) next = 0;
            }
        }
        return images;
    }

    /// <summary>Trains one step and returns the milliseconds it took.</summary>
    public double Run(PixelBatch images)
    {
        long start = _clock.GetTimestamp();
        _step.Run(images, new StepSettings(1, 1, 1e-4), _noise);
        return _clock.GetElapsedTime(start).TotalMilliseconds;
    }

    public void Dispose() => _backend.Dispose();

    private static void Fill(IDenseLayer layer, ReadOnlySpan<float> uniforms)
    {
        var weight = new float[layer.Outputs * layer.Inputs];
        float bound = 1 / MathF.Sqrt(layer.Inputs);
        Span<float> pattern = stackalloc float[PatternLength];
        for (int i = 0; i < pattern.Length; i++) pattern[i] = bound * (2 * uniforms[i] - 1);
        for (int start = 0; start < weight.Length; start += PatternLength)
        {
            pattern[..Math.Min(PatternLength, weight.Length - start)].CopyTo(weight.AsSpan(start));
        }
        layer.SetParameters(weight, new float[layer.Outputs]);
    }
}
