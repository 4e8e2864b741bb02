using BenchmarkDotNet.Attributes;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Benchmarks;

/// <summary>What a step does to 100 images of 784 pixels, on one thread.</summary>
public class PixelKernels : IDisposable
{
    private const int Rows = 100, Pixels = 784;

    private readonly SimdBackend _backend = new(threads: 1);
    private readonly PixelBatch _images = new(Rows, Pixels, PixelKind.Binary);
    private readonly byte[] _grey = new byte[Pixels];
    private readonly uint[] _words = new uint[Pixels];
    private readonly Real[] _losses = new Real[Rows];
    private Activations _input = null!, _logits = null!;

    [GlobalSetup]
    public void Setup()
    {
        RandomStream.Create(0, Purpose.Figures, 0).Fill(_words);
        for (int i = 0; i < Pixels; i++) _grey[i] = (byte)(_words[i] % 8 == 0 ? _words[i] >> 24 : 0);
        _images.SetCount(Rows);
        Binarisation();
        var logits = new Matrix(Rows, Pixels);
        RandomStream.Create(0, Purpose.Figures, 1).FillGumbel(logits.Span);
        _logits = _backend.CreateActivations(Pixels);
        _backend.Read(logits, _logits);
        _input = _backend.CreateActivations(Pixels);
    }

    [Benchmark]
    public void BernoulliLoss() => _backend.BernoulliLoss(_logits, _images, _losses, gradient: false);

    // Of its own result the second time, which takes as long: the time depends on no value.
    [Benchmark]
    public void BernoulliLossAndGradient() => _backend.BernoulliLoss(_logits, _images, _losses, gradient: true);

    [Benchmark]
    public void ListsOfOnes() => _backend.Read(_images, _input);

    [Benchmark]
    public void RandomWords()
    {
        for (int row = 0; row < Rows; row++) RandomStream.Create(0, Purpose.TrainBinarization, 0, (uint)row).Fill(_words);
    }

    [Benchmark]
    public void Binarisation()
    {
        for (int row = 0; row < Rows; row++)
        {
            RandomStream.Create(0, Purpose.TrainBinarization, 0, (uint)row).Fill(_words);
            BernoulliPixels.Draw(_grey, _words, _images.Bytes(row));
        }
    }

    [GlobalCleanup]
    public void Dispose() => _backend.Dispose();
}
