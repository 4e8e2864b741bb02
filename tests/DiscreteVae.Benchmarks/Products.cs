using BenchmarkDotNet.Attributes;
using DiscreteVae.Backends;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Benchmarks;

/// <summary>
/// The products of a layer, 100 images: forward (x Wᵀ) with bias and ReLU, to the input (δ W) with ReLU's derivative, and to the weights
/// (δᵀ x) with Adam's update. All three are 2 · 100 · inputs · outputs operations.
/// </summary>
public class Products : IDisposable
{
    private const int Rows = 100;

    private IBackend _backend = null!;
    private IDenseLayer _layer = null!;
    private Adam _adam = null!;
    private Activations _x = null!, _y = null!, _delta = null!, _dx = null!;

    /// <summary>Those of the registry that this machine has.</summary>
    public static IEnumerable<string> Backends =>
        BackendRegistry.All.Where(entry => entry.WhyUnavailable() is null).Select(entry => entry.Name);

    [ParamsSource(nameof(Backends))]
    public string Backend { get; set; } = "simd";

    [Params(1, 2)]
    public int Threads { get; set; }

    /// <summary>Inputs and outputs, as in the tutorial's model.</summary>
    [Params("512-256", "512-784")]
    public string Layer { get; set; } = "512-784";

    [GlobalSetup]
    public void Setup()
    {
        int[] widths = [.. Layer.Split('-').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        _backend = BackendRegistry.Create(Backend, Threads);
        _layer = _backend.CreateLayer(widths[0], widths[1], Activation.Relu);
        Initialization.Uniform(_layer, RandomStream.Create(0, Purpose.Initialization, 0));
        _adam = new Adam(new AdamOptions());
        _x = Filled(widths[0], 1);
        _delta = Filled(widths[1], 2);
        _y = _backend.CreateActivations(widths[1]);
        _dx = _backend.CreateActivations(widths[0]);
        _y.Resize(Rows);
        _dx.Resize(Rows);
    }

    [Benchmark]
    public void Forward() => _layer.Forward(_x, _y);

    [Benchmark]
    public void ToInput() => _layer.BackwardInput(_delta, _x, Activation.Relu, _dx);

    [Benchmark]
    public void ToWeights()
    {
        _adam.BeginStep(1e-6);
        _layer.BackwardParameters(_x, _delta, 1f / Rows, _adam);
    }

    [GlobalCleanup]
    public void Dispose() => _backend.Dispose();

    private Activations Filled(int features, ulong id)
    {
        var values = new Matrix(Rows, features);
        RandomStream.Create(0, Purpose.Figures, id).FillUniform(values.Span);
        Activations activations = _backend.CreateActivations(features);
        _backend.Read(values, activations);
        return activations;
    }
}
