using System.Runtime.InteropServices;
using DiscreteVae.Backends.Blas;

namespace DiscreteVae.Tests.Backends.Blas;

public class OpenBlasCoresTests
{
    [Theory]
    [InlineData("Prescott", 512, "Prescott kernels use 128 of this processor's 512 bits: set OPENBLAS_CORETYPE=SkylakeX before the program starts")]
    [InlineData("Haswell", 512, "Haswell kernels use 256 of this processor's 512 bits: set OPENBLAS_CORETYPE=SkylakeX before the program starts")]
    [InlineData("Nehalem", 256, "Nehalem kernels use 128 of this processor's 256 bits: set OPENBLAS_CORETYPE=Haswell before the program starts")]
    [InlineData("Cooperlake", 512, null)]
    [InlineData("SKYLAKEX", 512, null)]
    [InlineData("Zen", 256, null)]
    [InlineData("Prescott", 128, null)]
    public void Kernels_narrower_than_the_processor_are_told_with_what_to_set(string core, int bits, string? advice) =>
        Assert.Equal(advice, OpenBlasCores.Advice(core, Architecture.X64, bits));

    [Fact]
    public void Other_architectures_have_other_names() => Assert.Null(OpenBlasCores.Advice("NEOVERSEN1", Architecture.Arm64, 128));
}
