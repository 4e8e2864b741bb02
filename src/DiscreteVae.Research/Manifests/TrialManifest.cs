using System.ComponentModel.DataAnnotations;
using DiscreteVae.Schedules;

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

    /// <summary>τ over the steps; a number is a constant.</summary>
    public ScheduleSection Temperature { get; init; } = ScheduleSection.Constant(1);

    /// <summary>The weight of the KL divergence in the training objective over the steps; a number is a constant.</summary>
    public ScheduleSection KlWeight { get; init; } = ScheduleSection.Constant(1);

    /// <summary>How long and how fast to train.</summary>
    public TrainingSection Training { get; init; } = new();

    /// <summary>What is measured between epochs.</summary>
    public EvaluationSection Evaluation { get; init; } = new();

    /// <summary>Where the arithmetic runs.</summary>
    public ComputeSection Compute { get; init; } = new();
}

/// <summary>Section <c>data</c>.</summary>
public sealed record DataSection
{
    /// <summary>A registered data set, or <c>idx:&lt;folder&gt;</c> for IDX files of one's own.</summary>
    public string Dataset { get; init; } = "fashion-mnist-small";

    /// <summary>A folder searched first; null searches <c>DVAE_DATA_DIR</c> and the usual places only.</summary>
    public string? Folder { get; init; }

    /// <summary>How grey levels become the binary targets of a Bernoulli likelihood.</summary>
    public Binarization Binarization { get; init; } = Binarization.Dynamic;

    /// <summary>Training images held out for validation, chosen by the seed.</summary>
    [Range(0, int.MaxValue)]
    public int Validation { get; init; }

    /// <summary>Random changes of the training images.</summary>
    public AugmentationSection Augmentation { get; init; } = new();
}

/// <summary>How grey levels v in [0, 255] become targets.</summary>
public enum Binarization
{
    /// <summary>Drawn anew each time an image is seen, with probability v / 255.</summary>
    Dynamic,

    /// <summary>Drawn once for each image, from the seed.</summary>
    Static,

    /// <summary>1 where v / 255 &gt; ½.</summary>
    Threshold,

    /// <summary>Grey levels v / 255 as inputs and targets.</summary>
    None,
}

/// <summary>Section <c>data:augmentation</c>; all zero leaves the images as they are.</summary>
public sealed record AugmentationSection
{
    /// <summary>The largest random shift along each axis, in pixels.</summary>
    [Range(0, 64)]
    public int Shift { get; init; }

    /// <summary>The probability of a horizontal flip.</summary>
    [Range(0.0, 1.0)]
    public double Flip { get; init; }

    /// <summary>The largest random rotation, in degrees either way.</summary>
    [Range(0.0, 180.0)]
    public double Rotation { get; init; }

    /// <summary>The largest random change of size: a factor in [1 − s, 1 + s].</summary>
    [Range(0.0, 0.9)]
    public double Scale { get; init; }

    /// <summary>The largest random shear, in degrees either way.</summary>
    [Range(0.0, 60.0)]
    public double Shear { get; init; }
}

/// <summary>Section <c>model</c>.</summary>
public sealed record ModelSection
{
    /// <summary>N, the number of categorical latents.</summary>
    [Range(1, 65536)]
    public int Latents { get; init; } = 4;

    /// <summary>K, the number of categories of each.</summary>
    [Range(1, 65536)]
    public int Categories { get; init; } = 8;

    /// <summary>Widths of the encoder's hidden layers; the decoder mirrors them.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [512, 256];

    /// <summary>Between the layers; a last layer has none.</summary>
    public ActivationName Activation { get; init; } = ActivationName.Relu;

    /// <summary>The slope of a leaky ReLU below 0.</summary>
    [Range(0.0, 1.0)]
    public double NegativeSlope { get; init; } = 0.01;

    /// <summary>p(z).</summary>
    public PriorName Prior { get; init; } = PriorName.Uniform;
}

/// <summary>Activations by name.</summary>
public enum ActivationName
{
    /// <summary>max(0, a).</summary>
    Relu,

    /// <summary>a above 0, slope · a below.</summary>
    LeakyRelu,
}

/// <summary>Priors by name.</summary>
public enum PriorName
{
    /// <summary>1 / K for each category.</summary>
    Uniform,
}

/// <summary>Section <c>estimator</c>; the options of each estimator stand in a section under its own name.</summary>
public sealed record EstimatorSection
{
    /// <summary>A registered estimator.</summary>
    public string Name { get; init; } = "reinforce";

    /// <summary>S, the samples a datum, for the estimators that take several.</summary>
    [Range(1, 65536)]
    public int Samples { get; init; } = 1;

    /// <summary>The options of the estimator named, of the type its registry entry states.</summary>
    public object Options { get; init; } = new NoOptions();
}

/// <summary>A schedule: in JSON a number (constant) or <c>{ "schedule": "name", "name": { options } }</c>.</summary>
/// <param name="Name">A registered schedule.</param>
/// <param name="Options">Its options, of the type its registry entry states.</param>
/// <param name="Schedule">The schedule made from them.</param>
public sealed record ScheduleSection(string Name, object Options, ISchedule Schedule)
{
    /// <summary>The schedule that is always <paramref name="value"/>.</summary>
    public static ScheduleSection Constant(double value)
    {
        var options = new ConstantOptions { Value = value };
        return new ScheduleSection("constant", options, new Constant(options));
    }
}

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
    public string Optimizer { get; init; } = "adam";

    /// <summary>The options of the optimiser named, of the type its registry entry states.</summary>
    public object OptimizerOptions { get; init; } = new NoOptions();

    /// <summary>The learning rate over the steps; a number is a constant.</summary>
    public ScheduleSection LearningRate { get; init; } = ScheduleSection.Constant(5e-4);

    /// <summary>Decides every random number of the trial.</summary>
    [Range(0L, long.MaxValue)]
    public long Seed { get; init; }
}

/// <summary>Section <c>evaluation</c>.</summary>
public sealed record EvaluationSection
{
    /// <summary>Epochs between evaluations; the last epoch is always evaluated.</summary>
    [Range(1, 10_000_000)]
    public int Every { get; init; } = 1;
}

/// <summary>Section <c>compute</c>.</summary>
public sealed record ComputeSection
{
    /// <summary>A backend by name, or <c>auto</c>.</summary>
    public string Backend { get; init; } = "auto";

    /// <summary>Threads of the arithmetic; 0 takes all cores.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    /// <summary>Minibatches that are loaded at once; 0 chooses. Never changes a number.</summary>
    [Range(0, 64)]
    public int Loaders { get; init; }
}
