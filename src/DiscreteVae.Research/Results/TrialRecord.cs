namespace DiscreteVae.Research.Results;

/// <summary>What the tables need to know of a planned trial.</summary>
/// <param name="Id">Its id: the name of its folder.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Swept">The swept keys in the manifest's order, with their values in this trial as written in a manifest.</param>
public sealed record TrialRecord(string Id, long Seed, IReadOnlyList<(string Key, string Value)> Swept)
{
    /// <summary>The key that trials of one group may differ in.</summary>
    internal const string SeedKey = "training:seed";
}
