using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using DiscreteVae.Research;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Datasets;

public class DatasetRegistryTests
{
    [Fact]
    public void Every_source_is_registered_under_a_name_of_its_own()
    {
        Assert.Equal(["fashion-mnist-small", "mnist", "fashion-mnist"], DatasetRegistry.Names);
        Assert.All(DatasetRegistry.Names, name => Assert.True(DatasetRegistry.IsKnown(name)));
        Assert.True(DatasetRegistry.IsKnown("idx:somewhere"));
        Assert.False(DatasetRegistry.IsKnown("idx:"));
        Assert.False(DatasetRegistry.IsKnown("MNIST"));
    }

    [Fact]
    public void An_unknown_name_is_an_error_that_names_the_known_ones()
    {
        var data = new DataSection { Dataset = "mnsit" };
        UserErrorException error = Assert.Throws<UserErrorException>(() => DatasetRegistry.Open(data));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Equal("data:dataset: there is no data set 'mnsit'. "
            + "Known: fashion-mnist-small, mnist, fashion-mnist, idx:<folder>.", error.Message);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(
            () => DatasetRegistry.Open(new DataSection { Dataset = "mnist", Folder = "/nowhere/at/all" }));
        Assert.Equal("data:folder: there is no folder /nowhere/at/all.", error.Message);
    }

    [Fact]
    public void The_listing_tells_what_is_here_and_what_is_not()
    {
        using var folder = new TemporaryFolder();
        var places = new DatasetPlaces { SystemFolder = folder["system"], CacheFolder = folder["cache"] };
        IdxFiles.WriteFolder(folder["system", "mnist"], 3, 3);
        IReadOnlyList<DatasetListing> listing = DatasetRegistry.Describe(places);
        Assert.Equal(["embedded", folder["system", "mnist"], null], listing.Select(line => line.Location));
        const string Home = "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/";
        Assert.Equal($"download {Home} to {folder["cache", "fashion-mnist"]}", listing[2].Fetch);
        Assert.Equal(folder["system", "mnist"], DatasetRegistry.Fetch("mnist", places));
        Assert.Equal(folder["system", "mnist"], DatasetRegistry.Locate("mnist", places));
    }

    [SkippableTheory]
    [InlineData("mnist", "6bbc9ace898e44ae57da46a324031adb", "a25bea736e30d166cdddb491f175f624")]
    [InlineData("fashion-mnist", "f4a8712d7a061bf5bd6d2ca38dc4d50a", "9018921c3c673c538a1fc5bad174d6f9")]
    public void The_real_sets_are_the_published_ones(string name, string imagesMd5, string labelsMd5)
    {
        string folder = RealData.Require(name);
        Notes notes = [];
        Dataset dataset = DatasetRegistry.Open(new DataSection { Dataset = name, Folder = folder }, notes);
        Assert.Empty(notes);
        DatasetListing listing = DatasetRegistry.Describe(name);
        Assert.Equal((listing.TrainImages, listing.TestImages), (dataset.Train.Count, dataset.Test.Count));
        Assert.Equal((listing.Height, listing.Width), (dataset.Train.Height, dataset.Train.Width));
        // MD5 is what others publish of the uncompressed files.
        Assert.Equal(imagesMd5, Md5(IdxFiles.Encode(dataset.Train.Pixels, 60_000, 28, 28)));
        Assert.Equal(labelsMd5, Md5(IdxFiles.Encode(dataset.Train.Labels!, 60_000)));
    }

    [SuppressMessage("Security", "CA5351", Justification = "The published checksum is an MD5.")]
    private static string Md5(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
}
