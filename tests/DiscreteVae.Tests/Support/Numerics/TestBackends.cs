using DiscreteVae.Backends.RowMajor;
#if !FLOAT64
using DiscreteVae.Backends.Simd;
#endif
using DiscreteVae.Layers;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>A backend for tests whose subject is not the backend; backends have tests of their own.</summary>
internal static class TestBackends
{
    /// <summary>A new one each time, since a backend serves one thread and test classes run side by side.</summary>
    public static IBackend Default => new RowMajorBackend(new MathNetGemm(1));

    /// <summary>The backends that the golden cases run on, by name.</summary>
    public static IReadOnlyList<string> Names =>
#if FLOAT64
        ["mathnet"];
#else
        ["mathnet", "simd"];
#endif

    /// <summary>A backend of its own for one test, of one thread.</summary>
    public static IBackend Create(string name) => name switch
    {
#if !FLOAT64
        "simd" => new SimdBackend(1),
#endif
        _ => new RowMajorBackend(new MathNetGemm(1)),
    };
}
