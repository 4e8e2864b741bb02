namespace DiscreteVae.Research.Datasets;

/// <summary>A line of <c>dvae data list</c>.</summary>
/// <param name="Name">What manifests call the data set.</param>
/// <param name="Description">What it shows, by whom.</param>
/// <param name="TrainImages">Training images.</param>
/// <param name="TestImages">Test images.</param>
/// <param name="Height">Rows of an image.</param>
/// <param name="Width">Columns of an image.</param>
/// <param name="Location">The folder it was found in, "embedded", or null where it is not here.</param>
/// <param name="Fetch">What <c>dvae data fetch</c> would do.</param>
public sealed record DatasetListing(
    string Name, string Description, int TrainImages, int TestImages, int Height, int Width, string? Location, string Fetch);
