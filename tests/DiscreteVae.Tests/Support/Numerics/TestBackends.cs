using DiscreteVae.Backends.RowMajor;
using DiscreteVae.Layers;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>A backend for tests whose subject is not the backend; backends have tests of their own.</summary>
internal static class TestBackends
{
    /// <summary>A new one each time, since a backend serves one thread and test classes run side by side.</summary>
    public static IBackend Default => new RowMajorBackend(new MathNetGemm(1));
}
