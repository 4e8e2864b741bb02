using System.Buffers.Binary;
using CsCheck;
using DiscreteVae.Research;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Datasets;

public class IdxReaderTests
{
    [Theory]
    [InlineData(1, 1, 1, false)]
    [InlineData(5, 28, 28, false)]
    [InlineData(3, 7, 31, true)]
    [InlineData(2, 1, 300, true)]
    public void Images_of_any_size_are_read_plain_and_compressed(int count, int height, int width, bool gzip)
    {
        byte[] file = IdxFiles.Images(count, height, width);
        using MemoryStream stream = Stream(gzip ? IdxFiles.Gzip(file) : file);
        (byte[] pixels, int readHeight, int readWidth) = IdxReader.ReadImages(stream, "images");
        Assert.Equal((height, width), (readHeight, readWidth));
        Assert.Equal(file[16..], pixels);
    }

    [Fact]
    public void Labels_are_read_plain_and_compressed()
    {
        byte[] file = IdxFiles.Labels(23);
        Assert.Equal(file[8..], IdxReader.ReadLabels(Stream(file), "labels"));
        Assert.Equal(file[8..], IdxReader.ReadLabels(Stream(IdxFiles.Gzip(file)), "labels"));
    }

    [Fact]
    public void Images_and_labels_make_a_set()
    {
        IdxFile images = InMemory("images", IdxFiles.Images(3, 2, 2)), labels = InMemory("labels", IdxFiles.Labels(3));
        ImageSet set = IdxReader.ReadSet("set", images, labels);
        Assert.Equal((3, 2, 2, 4), (set.Count, set.Height, set.Width, set.PixelsPerImage));
        Assert.Equal([4, 5, 6, 7], set.Image(1).ToArray());
        Assert.Equal([0, 1, 2], set.Labels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(16 + 2 * 6 - 1)]
    public void A_truncated_file_is_an_error(int length)
    {
        byte[] file = IdxFiles.Images(2, 2, 3)[..length];
        AssertBroken("truncated", () => IdxReader.ReadImages(Stream(file), "some/file"));
        AssertBroken("truncated", () => IdxReader.ReadImages(Stream(IdxFiles.Gzip(file)), "some/file"));
    }

    [Fact]
    public void A_compressed_file_cut_anywhere_is_an_error()
    {
        byte[] file = IdxFiles.Gzip(IdxFiles.Images(40, 28, 28));
        for (int length = 0; length < file.Length; length++)
            AssertBroken(null, () => IdxReader.ReadImages(Stream(file[..length]), "some/file"));
    }

    [Fact]
    public void A_compressed_file_with_a_changed_byte_is_an_error_or_the_same_images()
    {
        byte[] whole = IdxFiles.Images(3, 5, 5), file = IdxFiles.Gzip(whole);
        // Ten bytes of gzip's own head hold flags and a date, which a change need not break.
        for (int changed = 10; changed < file.Length; changed++)
        {
            byte[] copy = [.. file];
            copy[changed] ^= 0x55;
            AssertBroken(null, () => IdxReader.ReadImages(Stream(copy), "some/file"));
        }
    }

    [Fact]
    public void Trailing_bytes_are_an_error()
    {
        byte[] file = [.. IdxFiles.Images(2, 2, 2), 0];
        AssertBroken("goes on after the 2 images of 2 x 2", () => IdxReader.ReadImages(Stream(file), "some/file"));
        AssertBroken("goes on", () => IdxReader.ReadImages(Stream(IdxFiles.Gzip(file)), "some/file"));
    }

    [Fact]
    public void Labels_where_images_are_expected_are_an_error_and_the_reverse()
    {
        AssertBroken("holds labels (one dimension), where images",
            () => IdxReader.ReadImages(Stream(IdxFiles.Labels(50)), "some/file"));
        AssertBroken("holds images (three dimensions), where labels",
            () => IdxReader.ReadLabels(Stream(IdxFiles.Images(2, 2, 2)), "some/file"));
    }

    [Fact]
    public void Colour_images_are_an_error()
    {
        byte[] file = IdxFiles.Encode(new byte[24], 2, 2, 2, 3);
        AssertBroken("array of 4 dimensions", () => IdxReader.ReadImages(Stream(file), "some/file"));
    }

    [Fact]
    public void Another_type_code_is_an_error()
    {
        byte[] file = IdxFiles.Images(2, 2, 2);
        file[2] = 0x0D;
        AssertBroken("type 0x0D", () => IdxReader.ReadImages(Stream(file), "some/file"));
    }

    [Fact]
    public void Another_format_is_an_error()
    {
        AssertBroken("not an IDX file", () => IdxReader.ReadImages(Stream("<html>Not found</html>"u8.ToArray()), "some/file"));
    }

    [Fact]
    public void No_image_is_an_error()
    {
        AssertBroken("is empty", () => IdxReader.ReadImages(Stream(IdxFiles.Images(0, 28, 28)), "some/file"));
        AssertBroken("is empty", () => IdxReader.ReadLabels(Stream(IdxFiles.Labels(0)), "some/file"));
    }

    [Theory]
    [InlineData(1u, 0u, 28u)]
    [InlineData(1u, 28u, 0u)]
    [InlineData(0xFFFFFFFFu, 0xFFFFFFFFu, 0xFFFFFFFFu)]
    [InlineData(60_000u, 28_000u, 28_000u)]
    [InlineData(1u, 0x80000000u, 1u)]
    public void Absurd_dimensions_are_an_error(uint count, uint height, uint width)
    {
        byte[] file = IdxFiles.Images(1, 28, 28);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(4), count);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(8), height);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(12), width);
        AssertBroken("cannot be", () => IdxReader.ReadImages(Stream(file), "some/file"));
    }

    [Fact]
    public void A_header_that_promises_much_allocates_little()
    {
        byte[] file = IdxFiles.Encode(new byte[100], 2_000_000, 28, 28);
        long before = GC.GetAllocatedBytesForCurrentThread();
        AssertBroken("truncated", () => IdxReader.ReadImages(Stream(file), "some/file"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 70 << 20);
    }

    [Fact]
    public void A_set_larger_than_the_first_allocation_is_read_whole()
    {
        byte[] pixels = new byte[65 << 20];
        pixels[^1] = 7;
        (byte[] read, _, _) = IdxReader.ReadImages(Stream(IdxFiles.Encode(pixels, 65, 1024, 1024)), "some/file");
        Assert.Equal(pixels.Length, read.Length);
        Assert.True(read.AsSpan().SequenceEqual(pixels));
    }

    [Fact]
    public void More_labels_than_images_is_an_error()
    {
        AssertBroken("4 labels, but images holds 3 images", () => IdxReader.ReadSet("set",
            InMemory("images", IdxFiles.Images(3, 2, 2)), InMemory("some/file", IdxFiles.Labels(4))));
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_without_a_stack_trace()
    {
        AssertBroken("cannot be read", () => IdxReader.ReadSet("set", IdxFile.OnDisk("/nowhere/some/file"), null));
    }

    [Fact]
    public void Any_bytes_end_in_images_or_in_a_clear_error()
    {
        Gen<byte[]> header = Gen.Byte[0, 9].Array[16];
        Gen.Select(header, Gen.Byte.Array[0, 64], Gen.Bool).Sample((head, tail, gzip) =>
        {
            (head[0], head[1]) = (0, 0);
            byte[] file = [.. head, .. tail];
            try
            {
                using MemoryStream stream = Stream(gzip ? IdxFiles.Gzip(file) : file);
                (byte[] pixels, int height, int width) = IdxReader.ReadImages(stream, "some/file");
                return pixels.Length % (height * width) == 0 && pixels.AsSpan().SequenceEqual(tail);
            }
            catch (UserErrorException)
            {
                return true;
            }
        });
    }

    private static MemoryStream Stream(byte[] file) => new(file, writable: false);

    private static IdxFile InMemory(string name, byte[] file) => new(name, () => Stream(file));

    private static void AssertBroken(string? message, Func<object> read)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(read);
        Assert.Equal(ExitCode.Environment, error.ExitCode);
        Assert.Contains("some/file", error.Message, StringComparison.Ordinal);
        if (message is not null) Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }
}
