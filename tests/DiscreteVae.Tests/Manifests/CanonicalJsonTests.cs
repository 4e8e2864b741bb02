using System.Text.Json.Nodes;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Tests.Manifests;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("1.0", "1")]
    [InlineData("-0.0", "0")]
    [InlineData("-0", "0")]
    [InlineData("5e-4", "0.0005")]
    [InlineData("1E2", "100")]
    [InlineData("9007199254740993", "9007199254740993")]
    [InlineData("1e400", "1e400")]
    [InlineData("{ \"b\": [1.50, true, null], \"a\": \"é\" }", "{\"a\":\"é\",\"b\":[1.5,true,null]}")]
    [InlineData("null", "null")]
    public void Equal_values_have_one_text(string json, string expected) =>
        Assert.Equal(expected, CanonicalJson.Serialize(JsonNode.Parse(json)));

    [Theory]
    [InlineData("\"mnist\"", "mnist")]
    [InlineData("5e-4", "0.0005")]
    [InlineData("false", "false")]
    [InlineData("[64, 32]", "[64,32]")]
    public void A_cell_holds_a_text_bare(string json, string expected) =>
        Assert.Equal(expected, CanonicalJson.Plain(JsonNode.Parse(json)));

    [Fact] // printf '{"a":1}' | sha256sum
    public void The_hash_is_the_beginning_of_sha256() =>
        Assert.Equal("015abd7f5c", CanonicalJson.Hash(JsonNode.Parse("{ \"a\": 1.0 }")));
}
