using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Benchmarks;

/// <summary>Functions of single numbers, over as many as stay in the first-level cache or as a layer has.</summary>
public class ElementKernels
{
    private readonly Adam _adam = new(new AdamOptions());
    private Real[] _parameters = [], _gradient = [], _first = [], _second = [];
    private AlignedBuffer<Real> _values = null!;

    [Params(2048, 401_408)]
    public int Count { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        (_parameters, _gradient) = (new Real[Count], new Real[Count]);
        (_first, _second) = (new Real[Count], new Real[Count]);
        _values = new AlignedBuffer<Real>(Count);
        RandomStream.Create(0, Purpose.Figures, 0).FillGumbel(_gradient);
        _gradient.CopyTo(_values.Span);
    }

    [Benchmark]
    public void Adam()
    {
        _adam.BeginStep(1e-6);
        _adam.Update(_parameters, _gradient, _first, _second);
    }

    // Of its own results: at most infinity, which takes no longer.
    [Benchmark]
    public unsafe void Exp() => KernelSet.Available[0].Exp(_values.Pointer, Count / Blocked.Width);

    [Benchmark]
    public void TensorExp() => TensorPrimitives.Exp(_gradient, _first);

    [Benchmark]
    public void TensorLog() => TensorPrimitives.Log(_gradient, _first);
}
