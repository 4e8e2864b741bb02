using System.Text.Json.Serialization;

namespace DiscreteVae.Research.Manifests;

/// <summary>The keys of section <c>sweep</c> that are no key paths; the options of a strategy stand under its own name.</summary>
public sealed record SweepOptions
{
    /// <summary>Which settings become trials, and how far they train.</summary>
    public SweepStrategy Strategy { get; init; }

    /// <summary>How settings are drawn.</summary>
    public RandomSearchOptions Random { get; init; } = new();

    /// <summary>When and how many trials stop early.</summary>
    [JsonPropertyName("successive-halving")]
    public SuccessiveHalvingOptions Halving { get; init; } = new();

    /// <summary>The settings are drawn at random, not enumerated.</summary>
    internal bool Draws => Strategy == SweepStrategy.Random
        || (Strategy == SweepStrategy.SuccessiveHalving && Halving.Candidates == SweepCandidates.Random);
}
