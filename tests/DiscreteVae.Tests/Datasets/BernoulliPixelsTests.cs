using CsCheck;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Tests.Datasets;

public class BernoulliPixelsTests
{
    private delegate int Kernel(ReadOnlySpan<byte> pixels, ReadOnlySpan<uint> words, Span<byte> binary);

    // Words at the thresholds themselves are the ones that a wrong comparison would get wrong.
    private static readonly Gen<uint> Word = Gen.OneOf(Gen.UInt, Gen.OneOf(0u, uint.MaxValue),
        Gen.Byte.Select(v => v * 0x01010101u), Gen.Byte.Select(v => v * 0x01010101u - 1));

    private static readonly Gen<(byte[] Pixels, uint[] Words)> Image =
        from width in Gen.Int[1, 200]
        from pixels in Gen.Frequency((1, Gen.Byte), (1, Gen.OneOf((byte)0, (byte)255))).Array[width]
        from words in Word.Array[width]
        select (pixels, words);

    [Fact]
    public void All_widths_agree_with_the_scalar_reference_and_are_zero_or_one()
    {
        for (int width = 0; width <= 200; width++)
        {
            (byte[] pixels, uint[] words) = Single(width);
            AssertAgree(pixels, words);
        }
        Image.Sample(image => AssertAgree(image.Pixels, image.Words));
    }

    [Fact]
    public void Every_vector_width_agrees_with_the_scalar_reference()
    {
        Kernel[] kernels = [BernoulliPixels.Draw512, BernoulliPixels.Draw256, BernoulliPixels.Draw128];
        Image.Sample(image =>
        {
            byte[] expected = Scalar(image.Pixels, image.Words);
            for (int k = 0; k < kernels.Length; k++)
            {
                byte[] binary = new byte[expected.Length];
                int count = kernels[k](image.Pixels, image.Words, binary);
                int group = 64 >> k;
                Assert.Equal(expected.Length / group * group, count);
                Assert.Equal(expected[..count], binary[..count]);
            }
        });
    }

    [Fact]
    public void Black_stays_zero_and_white_becomes_one_whatever_is_drawn()
    {
        Word.Array[100].Sample(words =>
        {
            byte[] binary = new byte[100];
            BernoulliPixels.Draw(new byte[100], words, binary);
            Assert.All(binary, bit => Assert.Equal(0, bit));
            BernoulliPixels.Draw([.. Enumerable.Repeat(byte.MaxValue, 100)], words, binary);
            Assert.All(binary, bit => Assert.Equal(1, bit));
        });
    }

    [Fact]
    public void The_probability_is_v_over_255_to_2_to_the_minus_32()
    {
        for (uint v = 0; v < 255; v++)
        {
            // The words below the threshold are the ones that give 1.
            uint threshold = v * 0x01010101;
            if (v > 0) Assert.Equal([1], Scalar([(byte)v], [threshold - 1]));
            Assert.Equal([0], Scalar([(byte)v], [threshold]));
            Assert.InRange(Math.Abs(threshold / 4294967296.0 - v / 255.0), 0, 1 / 4294967296.0);
        }
    }

    private static (byte[] Pixels, uint[] Words) Single(int width) =>
        ([.. Enumerable.Range(0, width).Select(i => (byte)(37 * i + width))],
            [.. Enumerable.Range(0, width).Select(i => 2654435761u * (uint)(i + 1000 * width))]);

    private static byte[] Scalar(byte[] pixels, uint[] words)
    {
        byte[] binary = new byte[pixels.Length];
        BernoulliPixels.DrawScalar(pixels, words, binary);
        return binary;
    }

    private static void AssertAgree(byte[] pixels, uint[] words)
    {
        byte[] expected = Scalar(pixels, words), binary = new byte[pixels.Length], inPlace = [.. pixels];
        BernoulliPixels.Draw(pixels, words, binary);
        BernoulliPixels.Draw(inPlace, words, inPlace);
        Assert.Equal(expected, binary);
        Assert.Equal(expected, inPlace);
        Assert.All(binary, bit => Assert.InRange(bit, 0, 1));
    }
}
