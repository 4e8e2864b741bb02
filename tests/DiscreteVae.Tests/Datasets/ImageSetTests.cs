using System.Security.Cryptography;
using DiscreteVae.Research;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Datasets;

public class ImageSetTests
{
    [Fact]
    public void Checksums_are_those_of_the_uncompressed_files()
    {
        byte[] images = IdxFiles.Images(3, 4, 5), labels = IdxFiles.Labels(3);
        var set = new ImageSet("set", 4, 5, images[16..], labels[8..]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(images)), set.ImagesSha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(labels)), set.LabelsSha256);
    }

    [Fact]
    public void Without_labels_there_is_no_checksum_of_labels()
    {
        Assert.Null(new ImageSet("set", 1, 1, [1]).LabelsSha256);
    }

    [Fact]
    public void An_empty_set_is_an_error_that_names_it()
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => new ImageSet("mnist train", 28, 28, []));
        Assert.Contains("mnist train", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_do_not_belong_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ImageSet("set", 2, 2, new byte[7]));
        Assert.Throws<ArgumentException>(() => new ImageSet("set", 2, 2, new byte[8], new byte[3]));
    }
}
