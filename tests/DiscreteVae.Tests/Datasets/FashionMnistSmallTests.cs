using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Datasets;

public class FashionMnistSmallTests
{
    // What Embedded/make.sh printed through `zcat FILE | sha256sum` when the files were made.
    private static readonly Dictionary<string, string> Expected = new()
    {
        ["train-images-idx3-ubyte"] = "ed2e37ed5a3a57d212141a69fe0a0de5a7126ffba14ac3f7e76f5f52cc04b1f0",
        ["train-labels-idx1-ubyte"] = "a69f2dad024ca220a8c4d85f621fdf929042d40c444abde2868903e9220ad517",
        ["t10k-images-idx3-ubyte"] = "862035b0a96959b614c9574f4c2b0ae9584ca234813e8d6d7adb7838b12ca46b",
        ["t10k-labels-idx1-ubyte"] = "aa3f574d30afaf0d4d9da084a6f8541771e20693d6a97fae6e9a4953fca8f078",
    };

    private static readonly Dataset Small = DatasetRegistry.Open(new DataSection());

    [Fact]
    public void It_is_the_default_and_whole()
    {
        Assert.Equal("fashion-mnist-small", Small.Name);
        Assert.Equal((10_000, 2_000, 28, 28), (Small.Train.Count, Small.Test.Count, Small.Train.Height, Small.Train.Width));
        Assert.Equal(Expected, Small.Checksums);
    }

    [Fact]
    public void Every_class_is_there_about_equally_often()
    {
        Assert.All(Small.Train.Labels!.CountBy(label => label), pair => Assert.InRange(pair.Value, 900, 1_100));
        Assert.All(Small.Test.Labels!.CountBy(label => label), pair => Assert.InRange(pair.Value, 150, 250));
        Assert.Equal(10, Small.Train.Labels!.Distinct().Count());
    }

    [Fact]
    public void No_test_image_is_a_training_image()
    {
        HashSet<string> train = [.. Images(Small.Train)];
        Assert.DoesNotContain(Images(Small.Test), train.Contains);
        static IEnumerable<string> Images(ImageSet set) =>
            Enumerable.Range(0, set.Count).Select(i => Convert.ToHexString(set.Image(i)));
    }

    [SkippableFact]
    public void It_is_the_beginning_of_Fashion_MNIST()
    {
        string folder = RealData.Require("fashion-mnist");
        Dataset whole = DatasetRegistry.Open(new DataSection { Dataset = "fashion-mnist", Folder = folder });
        foreach ((ImageSet part, ImageSet all) in new[] { (Small.Train, whole.Train), (Small.Test, whole.Test) })
        {
            Assert.True(all.Pixels.AsSpan().StartsWith(part.Pixels));
            Assert.True(all.Labels.AsSpan().StartsWith(part.Labels));
        }
    }
}
