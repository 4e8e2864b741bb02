using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Tests.Support;

/// <summary>
/// The real data sets, for tests that skip where they are missing: in <c>DVAE_DATA_DIR</c>, in a folder <c>shared/data</c>
/// beside the checkout or above it, or where a system's packages put them. Never in the cache and never from the network.
/// </summary>
public static class RealData
{
    /// <summary>The folder of a data set, or null.</summary>
    public static string? Find(string dataset)
    {
        string? location = DatasetRegistry.Locate(dataset, DatasetPlaces.FromEnvironment() with { CacheFolder = null });
        if (location is not null) return location;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, "shared", "data", dataset);
            if (Directory.Exists(candidate)) return candidate;
        }
        return null;
    }

    /// <summary>The folder of a data set; without it the test is skipped.</summary>
    public static string Require(string dataset)
    {
        string? folder = Find(dataset);
        Skip.If(folder is null, $"{dataset} is not on this machine: set {DatasetPlaces.Variable} to run this test.");
        return folder!;
    }
}
