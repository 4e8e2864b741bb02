using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>One key that a sweep sets in one trial.</summary>
/// <param name="Key">The key path set.</param>
/// <param name="Value">Its value.</param>
/// <param name="Source">The key path in the sweep at which the value stands.</param>
internal sealed record SweptValue(string Key, JsonNode? Value, string Source);
