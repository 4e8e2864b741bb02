namespace DiscreteVae.Research.Reporting;

/// <summary>
/// The eight colours of M. Okabe and K. Ito, "Color Universal Design" (2008), told apart by colour-blind readers too; in the
/// order in which thin lines on white show best.
/// </summary>
internal static class Palette
{
    /// <summary>0xRRGGBB: blue, vermilion, bluish green, orange, reddish purple, sky blue, black, yellow.</summary>
    public static readonly uint[] Colours = [0x0072B2, 0xD55E00, 0x009E73, 0xE69F00, 0xCC79A7, 0x56B4E9, 0x000000, 0xF0E442];

    /// <summary>What a picture points at.</summary>
    public const uint Mark = 0xD55E00;
}
