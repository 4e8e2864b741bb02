using System.Globalization;
using System.Runtime;
using DiscreteVae.Backends;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>The machine and the runtime that figures of speed belong to.</summary>
/// <param name="Environment">Processor, system, runtime, variables, data.</param>
/// <param name="FmaVectorBits">Vectors that the arithmetic uses: 512, 256 or 128 bits.</param>
/// <param name="GarbageCollector">Workstation or server, concurrent or not.</param>
/// <param name="OpenBlasCoreTypeIsSet">Whether <c>OPENBLAS_CORETYPE</c> is set, which forces OpenBLAS's kernels, here and in peers.</param>
public sealed record MachineRecord(
    EnvironmentRecord Environment, int FmaVectorBits, string GarbageCollector, bool OpenBlasCoreTypeIsSet)
{
    /// <summary>The name of the variable.</summary>
    internal const string OpenBlasCoreType = "OPENBLAS_CORETYPE";

    /// <summary>Describes this machine.</summary>
    public static MachineRecord Of(EnvironmentRecord environment) => new(environment, FmaPeak.VectorBits, DescribeCollector(),
        !string.IsNullOrEmpty(System.Environment.GetEnvironmentVariable(OpenBlasCoreType)));

    private static string DescribeCollector()
    {
        bool concurrent = GC.GetConfigurationVariables().TryGetValue("ConcurrentGC", out object? value)
            && Convert.ToBoolean(value, CultureInfo.InvariantCulture);
        return $"{(GCSettings.IsServerGC ? "server" : "workstation")}, {(concurrent ? "concurrent" : "not concurrent")}";
    }
}
