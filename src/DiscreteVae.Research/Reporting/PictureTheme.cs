using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The colours of a picture's paper and ink. A PNG is drawn in one of them; an SVG is drawn in <see cref="Light"/> and holds a style that
/// changes it to <see cref="Dark"/> where the reader's screen is dark, never on paper.
/// </summary>
/// <param name="Paper">0xRRGGBB behind everything.</param>
/// <param name="Ink">0xRRGGBB of text and axes: on the paper at least 12 : 1 in contrast.</param>
/// <param name="Black">What the palette's black becomes.</param>
internal sealed record PictureTheme(uint Paper, uint Ink, uint Black)
{
    /// <summary>
    /// Dark on white. Its black is not quite black, which Skia would leave out of an SVG, with nothing for a style to change.
    /// </summary>
    public static readonly PictureTheme Light = new(0xFFFFFF, 0x1B1F24, 0x010101);

    /// <summary>Light on nearly black; the palette's other colours have 3 : 1 and more on it.</summary>
    public static readonly PictureTheme Dark = new(0x15181D, 0xE6EAF0, 0xF4F4F4);

    /// <summary>Whether an SVG is drawn.</summary>
    public bool IsSvg { get; init; }

    /// <summary>The paper as Skia has it.</summary>
    public SKColor PaperColour => new(0xFF000000 | Paper);

    /// <summary>The ink as Skia has it.</summary>
    public SKColor InkColour => new(0xFF000000 | Ink);

    /// <summary>A colour of the palette on this paper, 0xRRGGBB; the palette repeats.</summary>
    public uint Of(int index)
    {
        uint colour = Palette.Colours[index % Palette.Colours.Length];
        return colour == 0 ? Black : colour;
    }
}
