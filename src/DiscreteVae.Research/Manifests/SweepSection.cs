using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>sweep</c>: every case times every combination of the axes' values times every seed, or a choice of these.</summary>
public sealed record SweepSection
{
    /// <summary>The axes of a product in the order written, the last the fastest.</summary>
    public IReadOnlyList<SweepAxis> Axes { get; init; } = [];

    /// <summary>Sets of keys with their values; none is one case that sets nothing.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Cases { get; init; } = [];

    /// <summary>Partial settings: what has all values of one of them is left out.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, JsonNode?>> Exclude { get; init; } = [];

    /// <summary>The seeds that every setting is trained with; none is the manifest's own.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];

    /// <summary>How trials are chosen from all these.</summary>
    public SweepOptions Options { get; init; } = new();
}

/// <summary>A key path and the values it takes.</summary>
/// <param name="Key">A key path of a trial.</param>
/// <param name="Values">Scalars, lists or whole sections; none where there is a range.</param>
public sealed record SweepAxis(string Key, IReadOnlyList<JsonNode?> Values)
{
    /// <summary>What values are drawn from, of an axis that has no list.</summary>
    public SweepRange? Range { get; init; }
}
