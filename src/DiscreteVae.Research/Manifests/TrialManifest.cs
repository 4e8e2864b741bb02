namespace DiscreteVae.Research.Manifests;

/// <summary>Everything that decides the numbers of one trial, bound and validated: a manifest without its sweep.</summary>
public sealed record TrialManifest
{
    /// <summary>Which images, and how they are presented.</summary>
    public DataSection Data { get; init; } = new();

    /// <summary>The shape of the autoencoder.</summary>
    public ModelSection Model { get; init; } = new();

    /// <summary>The gradient estimator of the encoder.</summary>
    public EstimatorSection Estimator { get; init; } = new();

    /// <summary>τ over the steps, above 0; a number is a constant.</summary>
    [ScheduleRange(0, 1e6, MinimumIsExclusive = true)]
    public ScheduleSection Temperature { get; init; } = ScheduleSection.Constant(1);

    /// <summary>The weight of the KL divergence in the training objective over the steps; a number is a constant.</summary>
    [ScheduleRange(0, 1e6)]
    public ScheduleSection KlWeight { get; init; } = ScheduleSection.Constant(1);

    /// <summary>How long and how fast to train.</summary>
    public TrainingSection Training { get; init; } = new();

    /// <summary>What is measured between epochs.</summary>
    public EvaluationSection Evaluation { get; init; } = new();

    /// <summary>How much work a kill may cost.</summary>
    public CheckpointSection Checkpoint { get; init; } = new();

    /// <summary>Where the arithmetic runs.</summary>
    public ComputeSection Compute { get; init; } = new();
}
