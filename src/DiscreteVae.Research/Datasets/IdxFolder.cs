namespace DiscreteVae.Research.Datasets;

/// <summary>
/// A folder with the four files of MNIST's layout: <c>train-images-idx3-ubyte</c>, <c>train-labels-idx1-ubyte</c> and the same
/// for <c>t10k</c>, with '-' or '.' before <c>idx</c>, with or without <c>.gz</c>. Labels may be missing.
/// </summary>
/// <param name="Path">The folder.</param>
internal readonly record struct IdxFolder(string Path)
{
    /// <summary>The prefix of training files.</summary>
    public const string Train = "train";

    /// <summary>The prefix of test files.</summary>
    public const string Test = "t10k";

    /// <summary>The usual name of the images of a split.</summary>
    public static string ImagesFile(string split) => $"{split}-images-idx3-ubyte";

    /// <summary>The usual name of the labels of a split.</summary>
    public static string LabelsFile(string split) => $"{split}-labels-idx1-ubyte";

    /// <summary>Whether images of both splits are here.</summary>
    public bool IsWhole => Find(ImagesFile(Train)) is not null && Find(ImagesFile(Test)) is not null;

    /// <summary>The path of a file given by its usual name, whichever of its names it has here, or null.</summary>
    public string? Find(string file)
    {
        string dotted = file.Replace("-idx", ".idx", StringComparison.Ordinal);
        foreach (string name in new[] { file, dotted, file + ".gz", dotted + ".gz" })
        {
            string path = System.IO.Path.Combine(Path, name);
            if (File.Exists(path)) return path;
        }
        return null;
    }

    /// <summary>Reads both splits.</summary>
    /// <exception cref="UserErrorException">Images are missing, or a file is broken.</exception>
    public Dataset Read(string dataset) => new(dataset, ReadSplit(dataset, Train), ReadSplit(dataset, Test), Path);

    private ImageSet ReadSplit(string dataset, string split)
    {
        string images = Find(ImagesFile(split)) ?? throw new UserErrorException(ExitCode.Environment,
            $"{dataset}: there is no {(split == Train ? "training" : "test")} set in {Path}: put {ImagesFile(split)} or "
            + $"{ImagesFile(split)}.gz there.");
        string? labels = Find(LabelsFile(split));
        return IdxReader.ReadSet($"{dataset} {(split == Train ? "train" : "test")}", IdxFile.OnDisk(images),
            labels is null ? null : IdxFile.OnDisk(labels));
    }
}
