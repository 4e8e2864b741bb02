using System.Globalization;
using System.Text.RegularExpressions;
using DiscreteVae.Research.Results;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>A picture of lines and text that is written as PNG or SVG.</summary>
public abstract partial record PlotPicture
{
    private static readonly string[] Properties = ["fill", "stroke"];

    /// <summary>Above the plot.</summary>
    public required string Title { get; init; }

    /// <summary>The picture's width in pixels.</summary>
    public int Width { get; init; } = 900;

    /// <summary>The picture's height in pixels.</summary>
    public int Height { get; init; } = 560;

    /// <summary>Writes a PNG, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="dark">Light ink on dark paper.</param>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WritePng(string path, bool dark = false) =>
        AtomicFile.Write(path, stream => Encode(stream, dark ? PictureTheme.Dark : PictureTheme.Light));

    /// <summary>Writes an SVG, whole or not at all; its text stays text.</summary>
    /// <exception cref="UserErrorException">The file cannot be written.</exception>
    public void WriteSvg(string path) => AtomicFile.WriteText(path, ToSvg());

    /// <summary>
    /// Draws the picture, light, on a part of a canvas whose origin and clip are set: <see cref="Width"/> by <see cref="Height"/>.
    /// </summary>
    internal void DrawOn(SKCanvas canvas)
    {
        canvas.Clear(PictureTheme.Light.PaperColour);
        Draw(canvas, PictureTheme.Light);
    }

    /// <summary>The picture as SVG, with a style of its own for dark screens.</summary>
    internal string ToSvg() => ToSvg($"<style>{DarkStyle("")}</style>");

    /// <summary>The picture as SVG for a page that has <see cref="DarkStyle"/>.</summary>
    internal string ToInlineSvg() => ToSvg("");

    /// <summary>
    /// The rules that turn a light picture dark: Skia writes colours as attributes, which a style sheet overrides.
    /// </summary>
    /// <param name="within">A selector and a space, or nothing.</param>
    internal static string DarkStyle(string within)
    {
        string Rule(uint light, uint dark) =>
            string.Join("", Properties.Select(property => string.Create(
                CultureInfo.InvariantCulture, $"{within}[{property}=\"{NameOf(light)}\"]{{{property}:#{dark:X6}}}")));
        return "@media screen and (prefers-color-scheme:dark){"
            + Rule(PictureTheme.Light.Paper, PictureTheme.Dark.Paper)
            + Rule(PictureTheme.Light.Ink, PictureTheme.Dark.Ink)
            + Rule(PictureTheme.Light.Black, PictureTheme.Dark.Black) + "}";
    }

    /// <summary>Draws light paper and the picture at the origin of a canvas.</summary>
    internal void Draw(SKCanvas canvas)
    {
        using var paper = new SKPaint { Color = PictureTheme.Light.PaperColour };
        canvas.DrawRect(0, 0, Width, Height, paper);
        Draw(canvas, PictureTheme.Light);
    }

    /// <summary>Draws on a canvas of <see cref="Width"/> by <see cref="Height"/> that has the theme's paper on it.</summary>
    private protected abstract void Draw(SKCanvas canvas, PictureTheme theme);

    private void Encode(Stream stream, PictureTheme theme)
    {
        using var picture = new SKBitmap(new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(picture))
        {
            canvas.Clear(theme.PaperColour);
            Draw(canvas, theme);
        }
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, 100);
        png.SaveTo(stream);
    }

    private string ToSvg(string style)
    {
        using var svg = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), svg))
        {
            canvas.Clear(PictureTheme.Light.PaperColour);
            Draw(canvas, PictureTheme.Light with { IsSvg = true });
        }
        string text = Dash(RenumberClips(AtomicFile.Utf8.GetString(svg.ToArray()).ReplaceLineEndings("\n")));
        // A reader without the font has, with luck, one of the same widths.
        text = text.Replace($"font-family=\"{PictureFont.Family}\"", $"font-family=\"{PictureFont.Family}, Verdana, sans-serif\"", StringComparison.Ordinal);
        int root = text.IndexOf("<svg", StringComparison.Ordinal);
        int inside = text.IndexOf('>', root) + 1;
        string open = string.Create(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\">");
        return text[..root] + open + style + text[inside..];
    }

    // See PlotPanel.Break: widths of so many sixteenths are of broken lines.
    private static string Dash(string svg) => BrokenWidth().Replace(svg, match => string.Create(CultureInfo.InvariantCulture,
        $"stroke-width=\"{match.Groups[1].Value}\" stroke-dasharray=\"{(match.Groups[2].Value == "0625" ? "10 6" : "2 5")}\""));

    // Skia knows white by its name.
    private static string NameOf(uint colour) =>
        colour == 0xFFFFFF ? "white" : string.Create(CultureInfo.InvariantCulture, $"#{colour:X6}");

    // Skia counts clips over the whole process; counted anew the same picture is the same file. A hash keeps the clips of several
    // pictures in one page apart.
    private static string RenumberClips(string svg)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"c{Fnv(svg):x8}-");
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return ClipName().Replace(svg, match =>
        {
            if (!numbers.TryGetValue(match.Value, out int number)) numbers[match.Value] = number = numbers.Count;
            return string.Create(CultureInfo.InvariantCulture, $"{prefix}{number}");
        });
    }

    // Of the picture without its clip names, which change from drawing to drawing.
    private static uint Fnv(string svg) => ClipName().Replace(svg, "").Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u);

    [GeneratedRegex("stroke-width=\"([0-9]+)\\.(0625|125)\"")]
    private static partial Regex BrokenWidth();

    [GeneratedRegex("(?<=(id=\"|url\\(#))cl_[0-9a-f]+")]
    private static partial Regex ClipName();
}
