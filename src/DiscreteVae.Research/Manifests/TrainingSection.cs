using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>training</c>.</summary>
public sealed record TrainingSection
{
    /// <summary>Passes over the training images; 0 evaluates the initial weights.</summary>
    [Range(0, 10_000_000)]
    public int Epochs { get; init; } = 160;

    /// <summary>B, images a minibatch; the last of an epoch may be smaller.</summary>
    [Range(1, 1_000_000)]
    public int BatchSize { get; init; } = 100;

    /// <summary>A registered optimiser; its options stand in a section under its own name.</summary>
    [Registered(ChoiceKind.Optimizer)]
    public string Optimizer { get; init; } = "adam";

    /// <summary>The options of the optimiser named, of the type its registry entry states.</summary>
    [OptionsOf(nameof(Optimizer))]
    public object OptimizerOptions { get; init; } = new NoOptions();

    /// <summary>The learning rate over the steps; a number is a constant.</summary>
    [ScheduleRange(0, 1e6)]
    public ScheduleSection LearningRate { get; init; } = ScheduleSection.Constant(5e-4);

    /// <summary>The floor under which the KL divergence costs nothing.</summary>
    public FreeBitsSection FreeBits { get; init; } = new();

    /// <summary>Decides every random number of the trial.</summary>
    [Range(0L, long.MaxValue)]
    public long Seed { get; init; }
}
