using System.Xml.Linq;
using DiscreteVae.Research.Reporting;

namespace DiscreteVae.Tests.Reporting;

/// <summary>What a picture's SVG holds.</summary>
internal static class Svg
{
    public static XElement[] Elements(PlotPicture picture) => [.. XDocument.Parse(picture.ToSvg()).Descendants()];

    public static string[] Texts(PlotPicture picture) =>
        [.. Elements(picture).Where(element => element.Name.LocalName == "text").Select(text => text.Value.Trim())];

    /// <summary>Elements drawn in a colour, filled or stroked.</summary>
    public static int Count(PlotPicture picture, string colour) => Elements(picture)
        .Count(element => element.Attribute("fill")?.Value == colour || element.Attribute("stroke")?.Value == colour);
}
