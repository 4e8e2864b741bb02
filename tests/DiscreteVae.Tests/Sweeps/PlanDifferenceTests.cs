using System.Text.Json.Nodes;
using DiscreteVae.Research.Sweeps;

namespace DiscreteVae.Tests.Sweeps;

public class PlanDifferenceTests
{
    [Theory]
    [InlineData("""{ "a": { "b": 1 } }""", """{ "a": { "b": 1.0 } }""")]
    [InlineData("""{ "a": 1, "b": 2 }""", """{ "b": 2, "a": 1 }""")]
    [InlineData("""{ "compute": { "threads": 1, "loaders": 1 } }""", """{ "compute": { "threads": 2, "loaders": 3 } }""")]
    [InlineData("""{ "checkpoint": { "keep": 1 }, "description": null }""", """{ "checkpoint": { "keep": 2 }, "description": "a" }""")]
    [InlineData("""{ "results": { "folder": "a", "pictures": "auto" } }""", """{ "results": { "folder": null, "pictures": "never" } }""")]
    public void What_means_the_same_or_changes_no_number_is_no_difference(string old, string changed) =>
        Assert.Empty(Between(old, changed));

    [Fact]
    public void Each_key_that_differs_is_told_with_both_values() => Assert.Equal(
        ["a:b: 1 -> 2", "c: [1,2] -> [2,1]", "compute:backend: \"auto\" -> \"simd\"", "d:e: \"x\" -> (none)", "f: (none) -> {}"],
        Between(
            """{ "a": { "b": 1 }, "c": [1, 2], "d": { "e": "x" }, "compute": { "backend": "auto", "threads": 1 } }""",
            """{ "a": { "b": 2 }, "c": [2, 1], "f": {}, "compute": { "backend": "simd", "threads": 2 } }"""));

    private static IReadOnlyList<string> Between(string old, string changed) =>
        PlanDifference.Between(JsonNode.Parse(old)!.AsObject(), JsonNode.Parse(changed)!.AsObject());
}
