using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace DiscreteVae.Research.Reports;

/// <summary>
/// A piece of HTML. It is made from interpolated strings whose holes are escaped, so that no text from a results folder can become markup;
/// only another <see cref="Html"/> goes in as it is.
/// </summary>
internal readonly record struct Html(string Markup)
{
    /// <summary>Nothing.</summary>
    public static readonly Html Empty = new("");

    /// <summary>Text, escaped.</summary>
    public static Html Text(string text) => new(HtmlEncoder.Default.Encode(text));

    /// <summary>Literal markup with escaped holes.</summary>
    public static Html Of(HtmlHandler content) => new(content.ToString());

    /// <summary>Pieces one after another.</summary>
    public static Html Join(IEnumerable<Html> pieces) => new(string.Concat(pieces.Select(piece => piece.Markup)));

    /// <inheritdoc/>
    public override string ToString() => Markup ?? "";
}

/// <summary>Builds <see cref="Html"/> from an interpolated string.</summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlHandler(int literalLength, int formattedCount)
{
    private readonly StringBuilder _markup = new(literalLength + 16 * formattedCount);

    public void AppendLiteral(string literal) => _markup.Append(literal);

    public void AppendFormatted(Html html) => _markup.Append(html.Markup);

    public void AppendFormatted(IEnumerable<Html> pieces)
    {
        foreach (Html piece in pieces) _markup.Append(piece.Markup);
    }

    public void AppendFormatted(string? text) => _markup.Append(HtmlEncoder.Default.Encode(text ?? ""));

    public void AppendFormatted(int number) => _markup.Append(number.ToString(CultureInfo.InvariantCulture));

    public override string ToString() => _markup.ToString();
}
