using DiscreteVae.Research.Reporting;

namespace DiscreteVae.Research.Reports;

/// <summary>A picture of an experiment: either a plot or a grid of images.</summary>
/// <param name="Kind">What <c>dvae plot --kind</c> calls it.</param>
/// <param name="Name">Its file's name without an extension.</param>
/// <param name="Heading">What it shows, in a few words.</param>
/// <param name="Caption">How to read it, in sentences.</param>
internal sealed record ReportPicture(string Kind, string Name, string Heading, string Caption)
{
    /// <summary>The plot; null for a grid.</summary>
    public PlotPicture? Plot { get; init; }

    /// <summary>The grid; null for a plot.</summary>
    public ImageGrid? Grid { get; init; }

    /// <summary>Writes the picture; a grid of images is a PNG whatever is asked for.</summary>
    /// <returns>Where it is.</returns>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public string Write(string pathWithoutExtension, bool svg, bool dark)
    {
        string path = pathWithoutExtension + (svg && Plot is not null ? ".svg" : ".png");
        if (Grid is not null) Grid.WritePng(path);
        else if (svg) Plot!.WriteSvg(path);
        else Plot!.WritePng(path, dark);
        return path;
    }
}
