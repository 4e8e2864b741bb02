using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace DiscreteVae.Backends.Blas;

/// <summary>
/// A native library that exports the Fortran symbol <c>sgemm_</c>, with its version and the control of its threads.
/// </summary>
/// <remarks>
/// Loaded when first asked for (libtorch's MKL takes 0.4 s) and never unloaded, since its threads live as long as the process.
/// </remarks>
public sealed unsafe class BlasLibrary
{
    private static readonly ConcurrentDictionary<string, Lazy<BlasLibrary>> Loaded = new();

    private readonly delegate* unmanaged<byte*, byte*, long*, long*, long*, float*, float*, long*, float*, long*, float*, float*,
        long*, void> _sgemm;
    private readonly delegate* unmanaged<int, int> _setLocalThreads;
    private readonly delegate* unmanaged<int, void> _setThreads;
    private int _threads;

    private BlasLibrary(BlasVendor vendor, string file, nint handle)
    {
        File = file;
        _sgemm = (delegate* unmanaged<byte*, byte*, long*, long*, long*, float*, float*, long*, float*, long*, float*, float*,
            long*, void>)NativeLibrary.GetExport(handle, "sgemm_");
        _setLocalThreads = (delegate* unmanaged<int, int>)Export(handle, "MKL_Set_Num_Threads_Local");
        _setThreads = (delegate* unmanaged<int, void>)Export(handle, "openblas_set_num_threads");
        OpenBlasCore = Text(handle, "openblas_get_corename");
        Version = MklVersion(handle) ?? OpenBlasVersion(handle) ?? $"{vendor.Name} of unknown version";
    }

    /// <summary>The file as it was found: a name when the system's loader found it, else a full path.</summary>
    public string File { get; }

    /// <summary>What the library says it is, with the kernels it chose for this processor where it tells.</summary>
    public string Version { get; }

    /// <summary>The processor that OpenBLAS took its kernels for; null of another library.</summary>
    public string? OpenBlasCore { get; }

    /// <summary>Whether the number of threads can be set; a library without that decides for itself.</summary>
    public bool ControlsThreads => _setLocalThreads != null || _setThreads != null;

    /// <summary>The library of a vendor, loaded by the first call.</summary>
    /// <exception cref="BackendUnavailableException">It is not there, or is no BLAS; the message says what to do.</exception>
    public static BlasLibrary Get(BlasVendor vendor) =>
        Loaded.GetOrAdd(vendor.Name, _ => new Lazy<BlasLibrary>(() => Load(vendor, Environment.GetEnvironmentVariable))).Value;

    /// <summary>Searches and loads, with the environment as <paramref name="environment"/> tells it.</summary>
    /// <exception cref="BackendUnavailableException">It is not there, or is no BLAS; the message says what to do.</exception>
    public static BlasLibrary Load(BlasVendor vendor, Func<string, string?> environment)
    {
        RequireCurrentFolder(vendor);
        string? path = environment(vendor.PathVariable);
        if (!string.IsNullOrWhiteSpace(path))
        {
            return TryLoad(vendor, path) ?? throw new BackendUnavailableException(vendor.Name,
                $"Backend '{vendor.Name}': {vendor.PathVariable} is '{path}', which is no loadable library with the symbol " +
                "sgemm_. Set it to the full path of the library, or unset it to search the usual places.");
        }
        foreach (string candidate in vendor.Candidates)
        {
            if (TryLoad(vendor, candidate) is { } library) return library;
        }
        throw new BackendUnavailableException(vendor.Name,
            $"Backend '{vendor.Name}': none of {string.Join(", ", vendor.Candidates)} was found. " +
            $"{vendor.Remedy}, or set {vendor.PathVariable} to the full path of the library.");
    }

    /// <summary>
    /// Column-major C ← α op(A) op(B) + β C as the Fortran BLAS has it. Its integers are passed as 64-bit numbers, which on a
    /// little-endian machine read the same through the 32-bit (LP64) and the 64-bit (ILP64) interface.
    /// </summary>
    internal void Sgemm(bool transposeA, bool transposeB, long m, long n, long k, float alpha, float* a, long lda, float* b,
        long ldb, float beta, float* c, long ldc)
    {
        byte operationA = (byte)(transposeA ? 'T' : 'N'), operationB = (byte)(transposeB ? 'T' : 'N');
        _sgemm(&operationA, &operationB, &m, &n, &k, &alpha, a, &lda, b, &ldb, &beta, c, &ldc);
    }

    /// <summary>
    /// Makes the products of the calling thread use <paramref name="count"/> threads: OpenBLAS knows one number a process.
    /// </summary>
    internal void UseThreads(int count)
    {
        if (_setLocalThreads != null)
        {
            _setLocalThreads(count);
        }
        else if (_setThreads != null && Volatile.Read(ref _threads) != count)
        {
            _setThreads(count);
            Volatile.Write(ref _threads, count);
        }
    }

    // MKL asks where it is when it chooses its kernels, and where nobody can tell it ends the process.
    private static void RequireCurrentFolder(BlasVendor vendor)
    {
        try
        {
            Directory.GetCurrentDirectory();
        }
        catch (IOException)
        {
            throw new BackendUnavailableException(vendor.Name, $"Backend '{vendor.Name}': the current folder was deleted, and a library may " +
                "end the program for that. Start it in a folder that is there.");
        }
    }

    private static BlasLibrary? TryLoad(BlasVendor vendor, string file)
    {
        if (!NativeLibrary.TryLoad(file, out nint handle)) return null;
        if (NativeLibrary.TryGetExport(handle, "sgemm_", out _)) return new BlasLibrary(vendor, file, handle);
        NativeLibrary.Free(handle);
        return null;
    }

    private static nint Export(nint handle, string symbol) =>
        NativeLibrary.TryGetExport(handle, symbol, out nint address) ? address : 0;

    private static string? MklVersion(nint handle)
    {
        var version = (delegate* unmanaged<byte*, int, void>)Export(handle, "MKL_Get_Version_String");
        if (version == null) return null;
        Span<byte> text = stackalloc byte[256];
        text.Clear();
        fixed (byte* buffer = text) version(buffer, text.Length - 1);
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]).Trim();
    }

    private string? OpenBlasVersion(nint handle)
    {
        if (OpenBlasCore is null || Text(handle, "openblas_get_config") is not { } configuration) return null;
        // "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ...": the first two words are the version.
        return $"{string.Join(' ', configuration.Split(' ').Take(2))}, {OpenBlasCore} kernels";
    }

    private static string? Text(nint handle, string function)
    {
        var call = (delegate* unmanaged<nint>)Export(handle, function);
        return call == null ? null : Marshal.PtrToStringUTF8(call());
    }
}
