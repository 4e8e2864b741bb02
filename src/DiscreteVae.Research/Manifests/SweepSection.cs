using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>sweep</c>: every case times every combination of the axes' values.</summary>
public sealed record SweepSection
{
    /// <summary>The axes of a product in the order written, the last the fastest.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; init; } = [];

    /// <summary>Sets of keys with their values; none is one case that sets nothing.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Cases { get; init; } = [];
}

/// <summary>A key path and the values it takes.</summary>
/// <param name="Key">A key path of a trial.</param>
/// <param name="Values">Scalars, lists or whole sections.</param>
public sealed record SweepAxis(string Key, IReadOnlyList<JsonNode?> Values);
