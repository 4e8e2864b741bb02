using DiscreteVae.Backends.Simd;
using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Tests.Backends.Simd.Kernels;

public unsafe class TranspositionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Writes_each_weight_to_its_mirrored_place(bool byFours)
    {
        var tile = new AlignedBuffer<float>(Blocked.GradientTile);
        var transposed = new AlignedBuffer<float>(Blocked.Width * Blocked.Width);
        for (int i = 0; i < tile.Length; i++) tile.Span[i] = i + 1;
        if (byFours) Transposition.WriteByFours(tile.Pointer, transposed.Pointer);
        else Transposition.Write(tile.Pointer, transposed.Pointer);
        for (int output = 0; output < Blocked.Width; output++)
        {
            for (int input = 0; input < Blocked.Width; input++)
            {
                float expected = input < Blocked.GradientInputs ? tile.Span[input * Blocked.Width + output] : 0;
                Assert.Equal(expected, transposed.Span[output * Blocked.Width + input]);
            }
        }
    }
}
