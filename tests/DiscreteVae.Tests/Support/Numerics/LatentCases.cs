using CsCheck;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>Sizes for what is computed latent by latent in pieces of some thousand numbers.</summary>
internal static class LatentCases
{
    /// <summary>
    /// Rows, shape and seed: less than a piece, several, and a latent that is more than one; below a vector of categories, vectors and a rest.
    /// </summary>
    public static Gen<(int Rows, LatentShape Shape, ulong Seed)> Any { get; } =
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 20], Gen.OneOf(Gen.Int[1, 40], Gen.Const(1500)), Gen.ULong)
            .Select((rows, latents, categories, seed) => (rows, new LatentShape(latents, categories), seed));
}
