namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>How a product walks over its left operand in a block of activations.</summary>
internal interface IWalk
{
    /// <summary>From one row of the tile to the next.</summary>
    static abstract int RowStride { get; }

    /// <summary>From one summed element to the next.</summary>
    static abstract int Step { get; }
}

/// <summary>The tile's rows are data, the sum runs over features: forward, and backward to the input.</summary>
internal readonly struct SumOverFeatures : IWalk
{
    public static int RowStride => Blocked.Width;

    public static int Step => 1;
}

/// <summary>The tile's rows are features, the sum runs over data: the weight gradient.</summary>
internal readonly struct SumOverData : IWalk
{
    public static int RowStride => 1;

    public static int Step => Blocked.Width;
}
