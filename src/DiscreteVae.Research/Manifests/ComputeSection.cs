using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>compute</c>.</summary>
public sealed record ComputeSection
{
    /// <summary>A backend by name, or <c>auto</c>.</summary>
    [Registered(ChoiceKind.Backend)]
    public string Backend { get; init; } = "auto";

    /// <summary>Threads of the arithmetic; 0 takes all cores.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Minibatches that are loaded at once; 0 chooses. Never changes a number.</summary>
    [Range(0, 64)]
    public int Loaders { get; init; }
}
