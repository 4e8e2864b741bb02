using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Reads JSON with comments and trailing commas, and where each value stands. <see cref="JsonNode"/> keeps no positions and stops
/// at the first duplicate key, so a walk over the tokens comes before it.
/// </summary>
internal sealed class JsonText
{
    private readonly byte[] _utf8;
    private readonly int[] _lineStarts;
    private readonly string _name;
    private readonly Action<string, Origin> _note;
    private readonly ManifestErrors _errors;

    private JsonText(byte[] utf8, string name, Action<string, Origin> note, ManifestErrors errors)
    {
        (_utf8, _name, _note, _errors) = (utf8, name, note, errors);
        _lineStarts = [0, .. Enumerable.Range(0, utf8.Length).Where(i => utf8[i] == (byte)'\n').Select(i => i + 1)];
    }

    /// <summary>Parses a text.</summary>
    /// <param name="utf8">The text, without a byte order mark.</param>
    /// <param name="name">What it is called in errors.</param>
    /// <param name="note">Called with the key path of every value and where it stands.</param>
    /// <param name="errors">Gets every duplicate key, or the one error that makes the text no JSON.</param>
    /// <returns>The root, or null after an error or where the text is <c>null</c>.</returns>
    public static JsonNode? Parse(byte[] utf8, string name, Action<string, Origin> note, ManifestErrors errors)
    {
        var text = new JsonText(utf8, name, note, errors);
        int before = errors.Count;
        try
        {
            text.Walk();
            if (errors.Count > before)
                return null;
            var options = new JsonDocumentOptions
            {
                AllowDuplicateProperties = false,
                AllowTrailingCommas = true,
                CommentHandling = JsonCommentHandling.Skip,
            };
            return JsonNode.Parse(utf8, documentOptions: options);
        }
        catch (JsonException e)
        {
            int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            string reason = end < 0 ? e.Message : e.Message[..end];
            // The parser quotes the text it stumbled on, line breaks and all.
            errors.Add("", $"not valid JSON: {ManifestErrors.Shown(reason, maxLength: 200)}", text.At(e.LineNumber ?? 0, e.BytePositionInLine ?? 0).Where);
            return null;
        }
    }

    private void Walk()
    {
        var options = new JsonReaderOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
        var reader = new Utf8JsonReader(_utf8, options);
        reader.Read();
        Value(ref reader, "");
        reader.Read(); // Fails on anything that follows the root.
    }

    private void Value(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
            Object(ref reader, path);
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            for (int i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
            {
                string item = KeyPath.Item(path, i);
                _note(item, At(reader.TokenStartIndex));
                Value(ref reader, item);
            }
        }
        else if (reader.TokenType == JsonTokenType.String)
            Text(ref reader);
    }

    private void Object(ref Utf8JsonReader reader, string path)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            Origin origin = At(reader.TokenStartIndex);
            string name = Text(ref reader);
            string key = KeyPath.Join(path, name);
            if (names.Add(name))
                _note(key, origin);
            else
                _errors.Add(key, "the key is given twice; keep one", origin.Where);
            reader.Read();
            Value(ref reader, key);
        }
    }

    // A lone surrogate (\ud800) or bytes that are no UTF-8 pass the reader and would fail only when the text is used.
    private string Text(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            (int line, int column) = Position(reader.TokenStartIndex);
            throw new JsonException("the text is not valid Unicode.", null, line, column);
        }
    }

    private Origin At(long offset)
    {
        (int line, int column) = Position(offset);
        return At(line, column);
    }

    private Origin At(long line, long bytes)
    {
        int start = _lineStarts[(int)Math.Min(line, _lineStarts.Length - 1)];
        int length = (int)Math.Min(bytes, _utf8.Length - start);
        int column = Encoding.UTF8.GetCharCount(_utf8, start, length);
        return new Origin(FormattableString.Invariant($"{_name}:{line + 1}:{column + 1}"));
    }

    private (int Line, int Bytes) Position(long offset)
    {
        int index = Array.BinarySearch(_lineStarts, (int)offset);
        int line = index < 0 ? ~index - 1 : index;
        return (line, (int)offset - _lineStarts[line]);
    }
}
