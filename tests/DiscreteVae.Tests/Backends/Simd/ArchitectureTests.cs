using System.Runtime.InteropServices;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>Kernels that are thought to be tested on another processor's instructions must not pass on this one's.</summary>
public class ArchitectureTests
{
    [Fact]
    public void Tests_run_on_the_architecture_asked_for()
    {
        string expected = Environment.GetEnvironmentVariable("DVAE_EXPECTED_ARCHITECTURE")
            ?? RuntimeInformation.OSArchitecture.ToString();
        Assert.Equal(expected, RuntimeInformation.ProcessArchitecture.ToString());
    }
}
