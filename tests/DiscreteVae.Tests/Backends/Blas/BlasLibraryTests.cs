using DiscreteVae.Backends;
using DiscreteVae.Backends.Blas;

namespace DiscreteVae.Tests.Backends.Blas;

public class BlasLibraryTests
{
    [Theory, InlineData("mkl", "DVAE_MKL_PATH"), InlineData("openblas", "DVAE_OPENBLAS_PATH")]
    public void A_path_that_is_set_wrongly_is_an_error_and_not_passed_over(string name, string variable)
    {
        BlasVendor vendor = name == "mkl" ? BlasVendor.Mkl : BlasVendor.OpenBlas;
        var exception = Assert.Throws<BackendUnavailableException>(
            () => BlasLibrary.Load(vendor, v => v == variable ? "/nonsense/libnothing.so" : null));
        Assert.Equal(name, exception.Backend);
        Assert.Contains($"{variable} is '/nonsense/libnothing.so'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Set it to the full path", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_is_nowhere_is_told_with_where_it_was_sought_and_what_to_install()
    {
        BlasVendor vendor = BlasVendor.OpenBlas with { Candidates = ["libno-such-blas.so.0", "/nowhere/libblas.so"] };
        var exception = Assert.Throws<BackendUnavailableException>(() => BlasLibrary.Load(vendor, _ => null));
        Assert.Contains("libno-such-blas.so.0, /nowhere/libblas.so", exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt-get install libopenblas0-pthread", exception.Message, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void A_library_that_is_no_BLAS_is_refused()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The C library has another name here.");
        Assert.Throws<BackendUnavailableException>(() => BlasLibrary.Load(BlasVendor.OpenBlas, _ => "libc.so.6"));
    }

    [SkippableFact]
    public void A_path_that_is_set_is_the_library_that_is_loaded()
    {
        BlasLibrary usual = OpenBlas();
        BlasLibrary library = BlasLibrary.Load(BlasVendor.OpenBlas with { Candidates = [] }, _ => usual.File);
        Assert.Equal(usual.File, library.File);
        Assert.Equal(usual.Version, library.Version);
        Assert.True(library.ControlsThreads);
    }

    [SkippableFact]
    public void Variables_that_force_OpenBLAS_are_part_of_its_description()
    {
        BlasLibrary library = OpenBlas();
        Skip.IfNot(library.Version.StartsWith("OpenBLAS", StringComparison.Ordinal), $"{library.Version} stands in for it.");
        Assert.DoesNotContain("OPENBLAS_L2_SIZE", BlasGemm.Describe(library, _ => null), StringComparison.Ordinal);
        Assert.Contains("; OPENBLAS_CORETYPE=Haswell is set",
            BlasGemm.Describe(library, name => name == "OPENBLAS_CORETYPE" ? "Haswell" : null), StringComparison.Ordinal);
        Assert.Contains("; OPENBLAS_CORETYPE=1 and OPENBLAS_L2_SIZE=1 are set",
            BlasGemm.Describe(library, name => name.StartsWith("OPENBLAS_", StringComparison.Ordinal) ? "1" : null),
            StringComparison.Ordinal);
    }

    private static BlasLibrary OpenBlas()
    {
        string? reason = BackendRegistry.Find("openblas").WhyUnavailable();
        Skip.If(reason is not null, reason);
        return BlasLibrary.Get(BlasVendor.OpenBlas);
    }
}
