namespace DiscreteVae.Research.Datasets;

/// <summary>Fashion-MNIST: 70 000 articles of clothing (Xiao, Rasul and Vollgraf, arXiv 1708.07747).</summary>
internal static class FashionMnist
{
    /// <summary>The data set and its public home.</summary>
    public static PublishedIdxFiles Source { get; } = new()
    {
        Name = "fashion-mnist",
        Description = "articles of clothing (Xiao et al. 2017)",
        Home = new Uri("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"),
        TrainImages = 60_000,
        TestImages = 10_000,
        Height = 28,
        Width = 28,
        Sha256 = new Dictionary<string, string>
        {
            ["train-images-idx3-ubyte"] = "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
            ["train-labels-idx1-ubyte"] = "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
            ["t10k-images-idx3-ubyte"] = "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
            ["t10k-labels-idx1-ubyte"] = "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
        },
    };
}
