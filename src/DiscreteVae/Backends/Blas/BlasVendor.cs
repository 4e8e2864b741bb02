using System.Reflection;
using System.Runtime.InteropServices;

namespace DiscreteVae.Backends.Blas;

/// <summary>Where a native BLAS is looked for, and what to tell whoever misses it.</summary>
/// <param name="Name">The backend's name in manifests.</param>
/// <param name="PathVariable">The environment variable that names the library's file and, when set, rules out every other
/// place.</param>
/// <param name="Candidates">File names for the system's loader and full paths, in order.</param>
/// <param name="Remedy">What to do when none of them loads: the end of an error message.</param>
public sealed record BlasVendor(string Name, string PathVariable, IReadOnlyList<string> Candidates, string Remedy)
{
    /// <summary>
    /// Intel's oneMKL: its own runtime library, else the copy inside libtorch that the build downloads on Linux x64.
    /// </summary>
    public static BlasVendor Mkl { get; } = new("mkl", "DVAE_MKL_PATH",
        ["libmkl_rt.so.2", "libmkl_rt.so", "mkl_rt.2.dll", "mkl_rt.dll", .. Libtorch()],
        "Install oneMKL, or build on Linux x64 without DvaeMkl=false, which downloads libtorch's copy of MKL");

    /// <summary>
    /// OpenBLAS; whatever else exports <c>sgemm_</c>, such as BLIS or Accelerate, is reached through the variable.
    /// </summary>
    public static BlasVendor OpenBlas { get; } = new("openblas", "DVAE_OPENBLAS_PATH",
        ["libopenblas.so.0", "libopenblas.so", .. DebianOpenBlas(), "libopenblas.dll", "openblas.dll", "libopenblas.dylib",
            "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib"],
        "Install OpenBLAS (Debian and Ubuntu: apt-get install libopenblas0-pthread)");

    // The build records the folder in the NuGet cache instead of copying 460 MB into every output folder.
    private static IEnumerable<string> Libtorch() => typeof(BlasVendor).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Where(attribute => attribute.Key == "LibtorchFolder" && attribute.Value is not null)
        .Select(attribute => Path.Combine(attribute.Value!, "libtorch_cpu.so"));

    // Debian's alternatives system links the first name in the loader's path; this one is there without it.
    private static IEnumerable<string> DebianOpenBlas() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => ["/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0"],
        Architecture.Arm64 => ["/usr/lib/aarch64-linux-gnu/openblas-pthread/libopenblas.so.0"],
        _ => [],
    };
}
