namespace DiscreteVae.Research.Datasets;

/// <summary>MNIST: 70 000 handwritten digits (LeCun, Bottou, Bengio and Haffner, Proceedings of the IEEE 86(11), 1998).</summary>
internal static class Mnist
{
    /// <summary>The data set and its public home.</summary>
    public static PublishedIdxFiles Source { get; } = new()
    {
        Name = "mnist",
        Description = "handwritten digits (LeCun et al. 1998)",
        Home = new Uri("https://ossci-datasets.s3.amazonaws.com/mnist/"),
        TrainImages = 60_000,
        TestImages = 10_000,
        Height = 28,
        Width = 28,
        Sha256 = new Dictionary<string, string>
        {
            ["train-images-idx3-ubyte"] = "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            ["train-labels-idx1-ubyte"] = "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            ["t10k-images-idx3-ubyte"] = "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            ["t10k-labels-idx1-ubyte"] = "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
        },
    };
}
