namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// What the kernels need of a register width. The kernels are written once over this; the JIT compiles each for each width, with
/// nearly every call here a single instruction.
/// </summary>
/// <typeparam name="TVector">A hardware vector of float.</typeparam>
internal unsafe interface IVectorOps<TVector> where TVector : struct
{
    /// <summary>Lanes.</summary>
    static abstract int Width { get; }

    /// <summary>Rows of the register tile of a product, each of two vectors: as many as the registers hold.</summary>
    static abstract int TileRows { get; }

    /// <summary>Rows of the register tile over a pair of panels, each of four vectors; 0 where the registers hold too few.</summary>
    static abstract int PairRows { get; }

    /// <summary>Inputs of the register tile of a weight gradient, a divisor of 8.</summary>
    static abstract int GradientRows { get; }

    /// <summary>Asks for a cache line into the second-level cache; nothing where there is no such instruction.</summary>
    static abstract void Prefetch(float* line);

    static abstract TVector Load(float* source);

    static abstract void Store(TVector value, float* destination);

    static abstract TVector Create(float value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    static abstract TVector Multiply(TVector left, TVector right);

    static abstract TVector Divide(TVector left, TVector right);

    /// <summary>left · right + addend, fused where the hardware fuses.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>The smaller; <paramref name="right"/> where it is NaN.</summary>
    static abstract TVector Min(TVector left, TVector right);

    /// <summary>The larger; <paramref name="right"/> where it is NaN.</summary>
    static abstract TVector Max(TVector left, TVector right);

    static abstract TVector Abs(TVector value);

    /// <summary>condition &gt; 0 ? positive : other, lane by lane.</summary>
    static abstract TVector WherePositive(TVector condition, TVector positive, TVector other);

    /// <summary>To the nearest whole number, ties to even.</summary>
    static abstract TVector Round(TVector value);

    /// <summary>value · 2^exponent for whole exponents of −150 to 129, with gradual underflow.</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector value, TVector exponent);
}
