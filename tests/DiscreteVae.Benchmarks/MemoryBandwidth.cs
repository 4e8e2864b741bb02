using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using DiscreteVae.Backends.Simd;

namespace DiscreteVae.Benchmarks;

/// <summary>
/// Reading, and reading and writing back, on one thread: kilobytes by the time are the bandwidth of the level of the caches that holds so
/// much. A step of the tutorial's model moves about 4.3 MB of weights once forward, 2.7 MB of their transposed copy once backward, and
/// reads and writes 13 MB of weights and moments and the copy in the update.
/// </summary>
public unsafe class MemoryBandwidth
{
    private AlignedBuffer<float> _buffer = null!;

    [Params(32, 1024, 16_384, 65_536)]
    public int Kilobytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _buffer = new AlignedBuffer<float>(Kilobytes * 256);
        // Memory that was never written to is one page of zeros, and always in the first-level cache.
        _buffer.Span.Fill(1);
    }

    [Benchmark]
    public float Read()
    {
        Vector512<float> a = default, b = default, c = default, d = default;
        for (float* p = _buffer.Pointer, end = p + _buffer.Length; p < end; p += 64)
        {
            (a, b) = (a + Vector512.Load(p), b + Vector512.Load(p + 16));
            (c, d) = (c + Vector512.Load(p + 32), d + Vector512.Load(p + 48));
        }
        return Vector512.Sum(a + b + c + d);
    }

    [Benchmark]
    public void ReadAndWrite()
    {
        for (float* p = _buffer.Pointer, end = p + _buffer.Length; p < end; p += 32)
        {
            (-Vector512.Load(p)).Store(p);
            (-Vector512.Load(p + 16)).Store(p + 16);
        }
    }
}
