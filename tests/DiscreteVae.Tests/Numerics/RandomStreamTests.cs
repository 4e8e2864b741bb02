using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Numerics;

public class RandomStreamTests
{
    /// <summary>Of each statistical test in this file.</summary>
    private const double FalseFailRate = 1e-6;

    /// <summary>
    /// Computed once by a Philox of a few lines of Python, and never to be refreshed: another value here means that every result
    /// ever made with a seed is made no more.
    /// </summary>
    [Fact]
    public void The_first_words_of_a_stream_never_change()
    {
        var words = new uint[4];
        RandomStream.Create(0, Purpose.Initialization, 0).Fill(words);
        Assert.Equal([0x6ad0c5ecu, 0xea236249u, 0x73a459f5u, 0x074944b3u], words);
        RandomStream.Create(0x0123456789ABCDEF, Purpose.Estimator, 42).Fork(3).Fill(words);
        Assert.Equal([0xc44b5294u, 0x04401d17u, 0x8139aff2u, 0xc96fc437u], words);
        RandomStream.Create(7, Purpose.TrainBinarization, 11, 13).Fill(words);
        Assert.Equal([0xf8ff00a2u, 0x8ed9f206u, 0x0d68715bu, 0x90431b7du], words);
    }

    [Fact]
    public void The_key_is_the_seed_and_the_counter_is_block_lane_and_id()
    {
        var expected = new uint[4];
        Philox4x32.One(expected, 0x89ABCDEF, 0x01234567, 0, (uint)Purpose.Estimator | (5u << 16), 0xFEDCBA98, 0x76543210);
        var words = new uint[4];
        RandomStream.Create(0x0123456789ABCDEF, Purpose.Estimator, 0x76543210FEDCBA98).Fork(5).Fill(words);
        Assert.Equal(expected, words);
    }

    /// <summary>The values are part of the results.</summary>
    [Fact]
    public void Purposes_are_never_renumbered()
    {
        (Purpose, int)[] purposes =
        [
            (Purpose.Initialization, 1), (Purpose.Shuffle, 2), (Purpose.TrainBinarization, 3),
            (Purpose.EvaluationBinarization, 4),
            (Purpose.StaticBinarization, 5), (Purpose.Augmentation, 6), (Purpose.ValidationSplit, 7), (Purpose.Estimator, 8),
            (Purpose.EvaluationCodes, 9), (Purpose.Figures, 10),
        ];
        Assert.All(purposes, pair => Assert.Equal(pair.Item2, (int)pair.Item1));
        int[] values = [.. Enum.GetValues<Purpose>().Select(purpose => (int)purpose)];
        Assert.Equal(values.Length, values.Distinct().Count());
        Assert.All(values, value => Assert.InRange(value, 1, ushort.MaxValue));
    }

    [Fact]
    public void Streams_of_another_seed_purpose_id_or_fork_have_no_block_in_common()
    {
        var streams = new List<RandomStream>();
        foreach (ulong seed in (ulong[])[0, 1, 1ul << 32])
        {
            foreach (Purpose purpose in Enum.GetValues<Purpose>())
            {
                foreach (ulong id in (ulong[])[0, 1, 1000, 1ul << 32, ulong.MaxValue])
                {
                    var stream = RandomStream.Create(seed, purpose, id);
                    streams.AddRange([stream, stream.Fork(1), stream.Fork(2), stream.Fork(ushort.MaxValue)]);
                }
            }
        }
        var blocks = new HashSet<UInt128>();
        var words = new uint[32];
        foreach (RandomStream stream in streams)
        {
            stream.Fill(words);
            for (int block = 0; block < 8; block++)
            {
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan(4 * block, 4));
                // 4,800 blocks of 128 random bits: two alike by chance once in 10^31 tries.
                Assert.True(blocks.Add(MemoryMarshal.Read<UInt128>(bytes)), "Two streams share a block.");
            }
        }
        Assert.Equal(RandomStream.Create(5, Purpose.Shuffle, 7, 9), RandomStream.Create(5, Purpose.Shuffle, (7ul << 32) | 9));
    }

    [Fact]
    public void Forks_are_numbered_from_1_to_65535()
    {
        var stream = RandomStream.Create(1, Purpose.Estimator, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Fork(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Fork(65536));
        Assert.NotEqual(stream, stream.Fork(1));
        // A fork of a fork takes the place of the first: lanes are numbered from the stream itself.
        Assert.Equal(stream.Fork(2), stream.Fork(1).Fork(2));
    }

    [Fact]
    public void A_number_does_not_depend_on_how_many_are_read()
    {
        var stream = RandomStream.Create(3, Purpose.Figures, 4);
        var uniforms = new Real[700];
        var words = new uint[700];
        stream.FillUniform(uniforms);
        stream.Fill(words);
        for (int i = 0; i < 700; i++) Assert.Equal(((words[i] >> 9) + 0.5) / (1 << 23), uniforms[i]);
        foreach (int length in (int[])[1, 2, 3, 5, 31, 32, 33, 255, 256, 257, 600])
        {
            var prefix = new Real[length];
            stream.FillUniform(prefix);
            Assert.Equal(uniforms[..length], prefix);
            var prefixWords = new uint[length];
            stream.Fill(prefixWords);
            Assert.Equal(words[..length], prefixWords);
        }
        foreach (int first in (int[])[0, 4, 252, 256, 680])
        {
            var part = new Real[20];
            stream.FillUniform(part, first);
            Assert.Equal(uniforms[first..(first + 20)], part);
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.FillUniform(new Real[4], first: 2));
    }

    [Fact]
    public void Exponential_and_Gumbel_numbers_are_functions_of_the_uniform_ones()
    {
        var stream = RandomStream.Create(3, Purpose.Figures, 4);
        foreach (int length in (int[])[1, 7, 700])
        {
            Real[] uniforms = new Real[length], exponentials = new Real[length], gumbels = new Real[length];
            stream.FillUniform(uniforms);
            stream.FillExponential(exponentials);
            stream.FillGumbel(gumbels);
            for (int i = 0; i < length; i++)
            {
                double exponential = -Math.Log(uniforms[i]);
                Assert.Equal(exponential, exponentials[i], GoldenTable.Epsilon * Math.Max(1, exponential));
                // An error of one rounding in E near 0 is magnified by the second logarithm.
                Assert.Equal(-Math.Log(exponentials[i]), gumbels[i], GoldenTable.Epsilon * 20);
            }
        }
    }

    [Fact]
    public void Uniform_numbers_lie_strictly_between_0_and_1_and_are_uniform()
    {
        const int Cells = 128;
        var counts = new long[Cells];
        StreamingMoments moments = Moments((stream, values) => stream.FillUniform(values), value =>
        {
            Assert.True(value is > 0 and < 1, $"{value:r}");
            counts[(int)(value * Cells)]++;
            return [value, value * value, value * value * value];
        });
        StatisticalAssert.MeanEquals([1 / 2.0, 1 / 3.0, 1 / 4.0], moments, FalseFailRate, mustDetect: 0.005);
        StatisticalAssert.Frequencies(Enumerable.Repeat(1.0 / Cells, Cells).ToArray(), counts, FalseFailRate);
    }

    [Fact]
    public void The_least_and_the_largest_uniform_number_are_inside_the_interval()
    {
        // The extreme words, through the formula that the prefix test holds the code to: float32 must not round one to 1.
        Assert.True(((uint.MinValue >> 9) + (Real)0.5) * (Real)(1.0 / (1 << 23)) > 0);
        Assert.True(((uint.MaxValue >> 9) + (Real)0.5) * (Real)(1.0 / (1 << 23)) < 1);
    }

    [Fact]
    public void Neighbouring_numbers_are_uncorrelated()
    {
        var moments = new StreamingMoments(3);
        var values = new Real[200_000];
        RandomStream.Create(12, Purpose.Estimator, 0).FillUniform(values);
        for (int i = 4; i < values.Length; i++)
            moments.Add([Centred(values[i]) * Centred(values[i - 1]), Centred(values[i]) * Centred(values[i - 2]),
                Centred(values[i]) * Centred(values[i - 4])]);
        StatisticalAssert.MeanEquals([0, 0, 0], moments, FalseFailRate, mustDetect: 0.02);

        static double Centred(double value) => Math.Sqrt(12) * (value - 0.5);
    }

    [Fact]
    public void Exponential_numbers_have_the_moments_1_and_2()
    {
        StreamingMoments moments = Moments((stream, values) => stream.FillExponential(values), value => [value, value * value]);
        StatisticalAssert.MeanEquals([1, 2], moments, FalseFailRate, mustDetect: 0.1);
    }

    [Fact]
    public void Gumbel_numbers_have_the_moments_of_the_standard_distribution()
    {
        const double Euler = 0.57721566490153286;
        StreamingMoments moments = Moments((stream, values) => stream.FillGumbel(values),
            value => [value, (value - Euler) * (value - Euler)]);
        StatisticalAssert.MeanEquals([Euler, Math.PI * Math.PI / 6], moments, FalseFailRate, mustDetect: 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(97)]
    public void Integers_are_uniform_below_their_bound(int bound)
    {
        var counts = new long[bound];
        var stream = RandomStream.Create(5, Purpose.Shuffle, 3);
        for (int i = 0; i < 20_000; i++) counts[stream.Integer(bound, i)]++;
        StatisticalAssert.Frequencies(Enumerable.Repeat(1.0 / bound, bound).ToArray(), counts, FalseFailRate);
    }

    [Fact]
    public void Integers_reach_both_ends_of_the_largest_range()
    {
        var stream = RandomStream.Create(5, Purpose.Shuffle, 4);
        int[] values = [.. Enumerable.Range(0, 1000).Select(i => stream.Integer(int.MaxValue, i))];
        Assert.InRange(values.Min(), 0, int.MaxValue / 100);
        Assert.InRange(values.Max(), int.MaxValue / 100 * 99, int.MaxValue - 1);
    }

    [Fact]
    public void A_long_stream_never_changes()
    {
        var words = new uint[10_000];
        RandomStream.Create(2026, Purpose.Augmentation, 1).Fill(words);
        var bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        Assert.Equal("B64AB6AA9924B8EA", Convert.ToHexString(SHA256.HashData(bytes))[..16]);
    }

    private static StreamingMoments Moments(Action<RandomStream, Real[]> fill, Func<double, double[]> powers)
    {
        StreamingMoments? moments = null;
        var values = new Real[1000];
        for (ulong id = 0; id < 300; id++)
        {
            fill(RandomStream.Create(99, Purpose.Estimator, id), values);
            foreach (Real value in values)
            {
                double[] draw = powers(value);
                (moments ??= new StreamingMoments(draw.Length)).Add(draw);
            }
        }
        return moments!;
    }
}
