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

    [Theory]
    [InlineData("lr", "learningRate")]
    [InlineData("LR", "learningRate")]
    [InlineData("bs", "batchSize")]
    [InlineData("sede", "seed")]
    [InlineData("learning_rate", "learningRate")]
    [InlineData("epoch", "epochs")]
    [InlineData("optim", "optimizer")]
    [InlineData("gamma", null)]
    [InlineData("x", null)]
    public void What_was_meant_may_be_misspelt_cut_short_or_initials_and_is_not_guessed_wildly(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Meant(word, ["epochs", "batchSize", "optimizer", "learningRate", "seed"]));

    [Theory]
    [InlineData("lr", "training:learningRate")]
    [InlineData("training:lr", "training:learningRate")]
    [InlineData("trianing:seed", "training:seed")]
    [InlineData("tau", "temperature")]
    [InlineData("training:tau", "temperature")]
    [InlineData("klWeight:piecewise:per", "klWeight:per")]
    [InlineData("training:sede", "training:seed")]
    [InlineData("zzzzzz", null)]
    public void A_path_is_looked_for_by_its_last_part(string path, string? expected) => Assert.Equal(
        expected,
        Spelling.MeantPath(path, ["temperature", "temperature:per", "klWeight:per", "training:learningRate", "training:seed"]));

    [Fact]
    public void The_nearest_ignores_case() =>
        Assert.Equal("batchSize", Spelling.Nearest("BATCHSIZE", ["epochs", "batchSize", "seed"]));
}
