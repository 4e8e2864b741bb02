using System.Globalization;

namespace DiscreteVae.Research.Reporting;

/// <summary>What codes drawn from the prior decode to, each code below its image.</summary>
public sealed record PriorSamplesFigure
{
    private const int Columns = 8;

    /// <summary>p(x = 1 | z) of each code.</summary>
    public required IReadOnlyList<float[]> Images { get; init; }

    /// <summary>The codes: the category of every latent, from 0.</summary>
    public required IReadOnlyList<int[]> Codes { get; init; }

    /// <summary>Rows of an image.</summary>
    public required int Height { get; init; }

    /// <summary>Columns of an image.</summary>
    public required int Width { get; init; }

    /// <summary>Above the figure; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>The figure's images and labels.</summary>
    internal ImageGrid Grid() => new()
    {
        Images = Images,
        Height = Height,
        Width = Width,
        Columns = Columns,
        Title = Title,
        Captions = [.. Codes.Select(code => string.Join(' ', code.Select(k => k.ToString(CultureInfo.InvariantCulture))))],
    };
}
