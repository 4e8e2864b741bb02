using BenchmarkDotNet.Attributes;
using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Benchmarks;

/// <summary>What a step computes over the logits of 100 images.</summary>
public class LatentKernels
{
    private const int Rows = 100;

    private readonly StreamNoise _noise = new() { Stream = RandomStream.Create(0, Purpose.Estimator, 0) };
    private readonly Real[] _divergences = new Real[Rows];
    private Posterior _posterior = null!;
    private CategoricalSample _sample = null!;
    private Matrix _gradient = null!;

    /// <summary>N x K.</summary>
    [Params("4x8", "10x30", "64x8")]
    public string Shape { get; set; } = "4x8";

    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
        var shape = new LatentShape(sizes[0], sizes[1]);
        _posterior = new Posterior(shape);
        _sample = new CategoricalSample(shape);
        RandomStream.Create(0, Purpose.Figures, 0).FillGumbel(_posterior.Logits.WithRows(Rows).Span);
        _gradient = new Matrix(Rows, shape.Width);
        _posterior.Update();
    }

    [Benchmark]
    public void Softmax() => _posterior.Update();

    [Benchmark]
    public Matrix Sample() => _sample.Draw(_posterior, _noise, lane: 1);

    [Benchmark]
    public void DivergenceAndGradient()
    {
        UniformPrior.Forward(_posterior, _divergences);
        UniformPrior.Backward(_posterior, 1, _gradient);
    }
}
