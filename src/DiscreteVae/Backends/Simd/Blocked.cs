namespace DiscreteVae.Backends.Simd;

/// <summary>
/// The one layout of the backend. Features come in blocks of 32, padded with zeros: activations are
/// <c>[feature / 32][row][32]</c> and weights <c>[output / 32][input][32]</c>, so that every product (forward, to the input,
/// to the weights) reads its operands as they lie.
/// </summary>
internal static class Blocked
{
    /// <summary>Features a block: two 512-bit vectors.</summary>
    public const int Width = 32;

    /// <summary>Numbers in a cache line.</summary>
    public const int Line = 16;

    /// <summary>Inputs of one tile of the weight gradient, 8 × 32, which is contiguous in the weights' layout.</summary>
    public const int GradientInputs = 8;

    /// <summary>Numbers in one tile of the weight gradient.</summary>
    public const int GradientTile = GradientInputs * Width;

    /// <summary>Blocks that hold <paramref name="features"/> features.</summary>
    public static int Blocks(int features) => (features + Width - 1) / Width;

    /// <summary>The first multiple of <paramref name="unit"/> not below <paramref name="count"/>.</summary>
    public static int RoundUp(int count, int unit) => (count + unit - 1) / unit * unit;

    /// <summary>Where one of <paramref name="parts"/> nearly equal parts of 0 .. count − 1 starts.</summary>
    public static int Start(int count, int index, int parts) => (int)((long)count * index / parts);
}
