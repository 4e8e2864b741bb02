namespace DiscreteVae.Research.Datasets;

/// <summary>Which images are presented, and what for. With the epoch and the example it decides the random numbers.</summary>
public enum ImageUse
{
    /// <summary>Images of the training file that are trained on.</summary>
    Training,

    /// <summary>Images of the training file that are only evaluated: the validation images.</summary>
    Validation,

    /// <summary>Images of the test file.</summary>
    Test,
}
