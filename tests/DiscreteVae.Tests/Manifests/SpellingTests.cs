using CsCheck;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("seed", "", 4)]
    [InlineData("seed", "sede", 1)]
    [InlineData("epoch", "epochs", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ca", "abc", 3)]
    public void Distance_counts_insertions_deletions_changes_and_swaps(string from, string to, int expected) =>
        Assert.Equal(expected, Spelling.Distance(from, to));

    [Fact]
    public void Distance_is_symmetric_and_at_most_the_longer_length() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 0, 8], Gen.String[Gen.Char['a', 'c'], 0, 8]).Sample((x, y) =>
        {
            Assert.Equal(Spelling.Distance(x, y), Spelling.Distance(y, x));
            Assert.InRange(Spelling.Distance(x, y), Math.Abs(x.Length - y.Length), Math.Max(x.Length, y.Length));
        });

    [Fact]
    public void A_very_long_word_costs_little() => Assert.Equal("a", Spelling.Nearest(new string('a', 10_000_000), ["bb", "a"]));

    [Fact]
    public void The_nearest_ignores_case() =>
        Assert.Equal("batchSize", Spelling.Nearest("BATCHSIZE", ["epochs", "batchSize", "seed"]));
}
