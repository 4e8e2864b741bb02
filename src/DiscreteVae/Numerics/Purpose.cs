namespace DiscreteVae.Numerics;

/// <summary>
/// What random numbers are for. Each purpose has its own streams, so that a change in how many one of them draws never moves another.
/// The values are part of the results: never renumber them.
/// </summary>
public enum Purpose
{
    /// <summary>Initial weights; the id is the layer.</summary>
    Initialization = 1,

    /// <summary>The order of the training images; the id is the epoch.</summary>
    Shuffle = 2,

    /// <summary>Dynamic binarisation of a training image; the id is (epoch, example).</summary>
    TrainBinarization = 3,

    /// <summary>Dynamic binarisation of an evaluated image; the id is (epoch, example).</summary>
    EvaluationBinarization = 4,

    /// <summary>Static binarisation, drawn once; the id is the example.</summary>
    StaticBinarization = 5,

    /// <summary>Augmentation of a training image; the id is (epoch, example).</summary>
    Augmentation = 6,

    /// <summary>The choice of validation images; the id is 0.</summary>
    ValidationSplit = 7,

    /// <summary>The estimator's noise in training; the id is the step.</summary>
    Estimator = 8,

    /// <summary>Sampled codes in evaluation; the id is (epoch, minibatch).</summary>
    EvaluationCodes = 9,

    /// <summary>Codes drawn for pictures and reports; the id is the picture's.</summary>
    Figures = 10,

    /// <summary>Initial weights of an estimator's own network; the id is 0.</summary>
    EstimatorWeights = 11,

    /// <summary>Settings drawn by a random search; the id is (axis, draw).</summary>
    Sweep = 20,

    /// <summary>The estimators' noise where gradients are measured; the id is (epoch and kind of run, draw).</summary>
    GradientDraws = 21,
}
