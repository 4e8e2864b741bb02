namespace DiscreteVae.Research.Datasets;

/// <summary>Images to train on and images to test on, of one size.</summary>
public sealed class Dataset
{
    /// <summary>Joins two sets.</summary>
    /// <exception cref="UserErrorException">Their images differ in size.</exception>
    public Dataset(string name, ImageSet train, ImageSet test, string source)
    {
        if ((train.Height, train.Width) != (test.Height, test.Width))
        {
            throw new UserErrorException(ExitCode.Environment,
                $"{name}: training images are {train.Height} x {train.Width}, test images {test.Height} x {test.Width} "
                + $"({source}). Both must be of one size.");
        }
        (Name, Train, Test, Source) = (name, train, test, source);
    }

    /// <summary>What the manifest calls it.</summary>
    public string Name { get; }

    /// <summary>Training images; validation images are taken from these.</summary>
    public ImageSet Train { get; }

    /// <summary>Test images.</summary>
    public ImageSet Test { get; }

    /// <summary>Where it was read from: a folder, or "embedded".</summary>
    public string Source { get; }

    /// <summary>SHA-256 of each part as an uncompressed IDX file, by the file's name.</summary>
    public IReadOnlyDictionary<string, string> Checksums
    {
        get
        {
            var checksums = new Dictionary<string, string>();
            foreach ((string split, ImageSet set) in new[] { (IdxFolder.Train, Train), (IdxFolder.Test, Test) })
            {
                checksums[IdxFolder.ImagesFile(split)] = set.ImagesSha256;
                if (set.LabelsSha256 is string labels) checksums[IdxFolder.LabelsFile(split)] = labels;
            }
            return checksums;
        }
    }
}
