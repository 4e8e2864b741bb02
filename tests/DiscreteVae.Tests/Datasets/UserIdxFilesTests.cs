using DiscreteVae.Research;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Datasets;

public sealed class UserIdxFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void Images_of_any_size_are_read_with_labels_or_without(bool gzip, bool labels)
    {
        IdxFiles.WriteFolder(_folder.Path, train: 7, test: 3, height: 9, width: 16, gzip, labels);
        Dataset dataset = Open();
        Assert.Equal((7, 3, 9, 16), (dataset.Train.Count, dataset.Test.Count, dataset.Test.Height, dataset.Test.Width));
        Assert.Equal(labels, dataset.Train.Labels is not null);
        Assert.Equal(100, dataset.Test.Image(0)[0]);
        Assert.Equal($"idx:{_folder.Path}", dataset.Name);
    }

    [Fact]
    public void Names_with_a_dot_are_found_too()
    {
        File.WriteAllBytes(_folder["train-images.idx3-ubyte"], IdxFiles.Images(4, 2, 2));
        File.WriteAllBytes(_folder["t10k-images.idx3-ubyte.gz"], IdxFiles.Gzip(IdxFiles.Images(1, 2, 2)));
        Assert.Equal((4, 1), (Open().Train.Count, Open().Test.Count));
    }

    [Fact]
    public void Without_test_images_the_error_says_what_to_put_where()
    {
        File.WriteAllBytes(_folder["train-images-idx3-ubyte"], IdxFiles.Images(4, 2, 2));
        AssertError($"there is no test set in {_folder.Path}: put t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz there.");
    }

    [Fact]
    public void Without_training_images_the_error_says_what_to_put_where() => AssertError("there is no training set in");

    [Fact]
    public void Images_of_two_sizes_are_an_error()
    {
        File.WriteAllBytes(_folder["train-images-idx3-ubyte"], IdxFiles.Images(4, 2, 2));
        File.WriteAllBytes(_folder["t10k-images-idx3-ubyte"], IdxFiles.Images(4, 2, 3));
        AssertError("training images are 2 x 2, test images 2 x 3");
    }

    [Fact]
    public void A_broken_file_is_an_error_that_names_it()
    {
        IdxFiles.WriteFolder(_folder.Path, train: 7, test: 3);
        File.WriteAllBytes(_folder["t10k-images-idx3-ubyte"], IdxFiles.Labels(40));
        AssertError(_folder["t10k-images-idx3-ubyte"]);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error()
    {
        var data = new DataSection { Dataset = "idx:/nowhere" };
        UserErrorException error = Assert.Throws<UserErrorException>(() => DatasetRegistry.Open(data));
        Assert.Equal("idx:/nowhere: there is no folder /nowhere.", error.Message);
    }

    [Fact]
    public void Ones_own_files_can_be_described_but_not_fetched()
    {
        string name = $"idx:{_folder.Path}";
        Assert.Null(DatasetRegistry.Locate(name));
        Assert.Equal(ExitCode.Usage, Assert.Throws<UserErrorException>(() => DatasetRegistry.Fetch(name)).ExitCode);
        IdxFiles.WriteFolder(_folder.Path, train: 7, test: 3);
        DatasetListing listing = DatasetRegistry.Describe(name);
        Assert.Equal((7, 3, 4, 3, _folder.Path),
            (listing.TrainImages, listing.TestImages, listing.Height, listing.Width, listing.Location));
        Assert.Equal(_folder.Path, DatasetRegistry.Fetch(name));
    }

    private Dataset Open() => DatasetRegistry.Open(new DataSection { Dataset = $"idx:{_folder.Path}" });

    private void AssertError(string message)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(Open);
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
