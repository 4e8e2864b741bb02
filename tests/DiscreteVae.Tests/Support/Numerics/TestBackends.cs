using DiscreteVae.Backends.RowMajor;
using DiscreteVae.Layers;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>A backend for tests whose subject is not the backend; backends have tests of their own.</summary>
internal static class TestBackends
{
    public static IBackend Default { get; } = new RowMajorBackend(new MathNetGemm());
}
