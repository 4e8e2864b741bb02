using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class Philox4x32Tests
{
    /// <summary>The known answers that Random123 publishes (tests/kat_vectors, "philox4x32 10").</summary>
    [Theory]
    [InlineData(new uint[] { 0, 0, 0, 0 }, new uint[] { 0, 0 }, new uint[] { 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8 })]
    [InlineData(new uint[] { 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff }, new uint[] { 0xffffffff, 0xffffffff },
        new uint[] { 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd })]
    [InlineData(new uint[] { 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344 }, new uint[] { 0xa4093822, 0x299f31d0 },
        new uint[] { 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1 })]
    public void Published_answers_are_met(uint[] counter, uint[] key, uint[] expected)
    {
        var words = new uint[4];
        Philox4x32.One(words, key[0], key[1], counter[0], counter[1], counter[2], counter[3]);
        Assert.Equal(expected, words);
        // As the head of a vector of counters.
        var many = new uint[100];
        Philox4x32.Fill(many, key[0], key[1], counter[1], counter[2], counter[3], counter[0]);
        Assert.Equal(expected, many[..4]);
    }

    [Fact]
    public void Every_length_and_offset_gives_the_words_of_the_scalar_reference()
    {
        // Words of another key serve as arbitrary keys, counters and offsets.
        Span<uint> arbitrary = stackalloc uint[8];
        for (int length = 1; length <= 200; length++)
        {
            Philox4x32.Fill(arbitrary, 1, 2, (uint)length, 3, 4);
            // Some streams begin where the block counter is about to wrap around.
            uint first = length % 5 == 0 ? uint.MaxValue - 3 : arbitrary[5];
            var words = new uint[length + 1];
            words[^1] = 0xABADCAFE;
            Philox4x32.Fill(words.AsSpan(0, length), arbitrary[0], arbitrary[1], arbitrary[2], arbitrary[3], arbitrary[4], first);
            Assert.Equal(Reference(length, arbitrary, first), words[..length]);
            Assert.Equal(0xABADCAFE, words[^1]);
        }
    }

    private static uint[] Reference(int length, ReadOnlySpan<uint> key, uint first)
    {
        var words = new uint[(length + 3) / 4 * 4];
        for (int block = 0; block < words.Length / 4; block++)
            Philox4x32.One(words.AsSpan(4 * block), key[0], key[1], first + (uint)block, key[2], key[3], key[4]);
        return words[..length];
    }
}
