using ScottPlot;
using SkiaSharp;

namespace DiscreteVae.Research.Reporting;

/// <summary>
/// DejaVu Sans, shipped inside the program: on a system without fonts Skia and ScottPlot draw no text and say nothing. Loaded
/// when the first picture is drawn.
/// </summary>
internal static class PictureFont
{
    /// <summary>The family's name.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Shared = new(Load);
    private static readonly Lazy<bool> Registered = new(Register);

    /// <summary>A font of the given size in pixels, drawn alike on every system.</summary>
    public static SKFont OfSize(float size) => new(Shared.Value, size)
    {
        Edging = SKFontEdging.Antialias,
        Hinting = SKFontHinting.None,
        Subpixel = true,
    };

    /// <summary>Makes ScottPlot draw all text in it.</summary>
    public static void UseIn(Plot plot)
    {
        _ = Registered.Value;
        plot.Font.Set(Family);
    }

    private static SKTypeface Load()
    {
        using Stream file = typeof(PictureFont).Assembly.GetManifestResourceStream("DejaVuSans.ttf")!;
        return SKTypeface.FromStream(file);
    }

    private static bool Register()
    {
        Fonts.FontResolvers.Insert(0, new Resolver());
        Fonts.Default = Family;
        return true;
    }

    // One face serves every weight and slant: a title in bold would else be drawn in a font of the system's, or not at all.
    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName == Family ? Load() : null;

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Family ? Load() : null;
    }
}
