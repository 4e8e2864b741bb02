using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Tests.Datasets;

public class DatasetPlacesTests
{
    [Fact]
    public void Candidates_stand_in_the_order_of_the_search()
    {
        var places = new DatasetPlaces { Folder = "/given", DataDirectory = "/environment", CacheFolder = "/cache" };
        Assert.Equal(
            ["/given/mnist", "/given", "/environment/mnist", "/environment", "/usr/share/datasets/mnist", "/cache/mnist"],
            places.Candidates("mnist"));
    }

    [Fact]
    public void An_empty_folder_is_none()
    {
        Assert.Null(DatasetPlaces.FromEnvironment("").Folder);
        Assert.Equal("/data", DatasetPlaces.FromEnvironment("/data").Folder);
    }

    [Fact]
    public void Downloads_go_to_a_folder_of_their_own_in_the_users_cache()
    {
        string? cache = DatasetPlaces.FromEnvironment().CacheFolder;
        Assert.True(cache is null || cache.EndsWith(Path.Combine("dvae", "datasets"), StringComparison.Ordinal), cache);
    }
}
