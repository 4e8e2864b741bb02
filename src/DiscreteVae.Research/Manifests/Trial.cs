using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>One trial of an experiment.</summary>
/// <param name="Index">Its place among the trials, from 0.</param>
/// <param name="Id">
/// A short hash of the resolved trial without <c>checkpoint</c> and <c>compute</c>: equal for equal trials however they are written, in any
/// manifest.
/// </param>
/// <param name="Manifest">What to run.</param>
/// <param name="Resolved">The same as JSON with every default written out; a manifest that runs as it stands.</param>
/// <param name="Swept">
/// Every swept key with this trial's value as the text of a CSV cell; empty where the key has no part in the trial.
/// </param>
public sealed record Trial(
    int Index,
    string Id,
    TrialManifest Manifest,
    JsonObject Resolved,
    IReadOnlyList<(string Key, string Value)> Swept);
