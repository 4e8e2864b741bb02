using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>A model of a few hundred parameters.</summary>
internal static class SmallModel
{
    public const int Pixels = 10;

    public static LatentShape Latent { get; } = new(3, 4);

    public static CategoricalVae Create(ulong seed = 2)
    {
        var model = new CategoricalVae(TestBackends.Default, new ModelShape(Pixels, [9, 8], Latent, Activation.Relu));
        model.Initialize(seed);
        return model;
    }
}
