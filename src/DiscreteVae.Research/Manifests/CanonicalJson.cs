using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// JSON in one form only: keys sorted, no spaces, each number in its shortest text. Equal values have equal texts.
/// </summary>
internal static class CanonicalJson
{
    private const int HashDigits = 10;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The canonical text of a value.</summary>
    public static string Serialize(JsonNode? node)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Options))
            Write(writer, node);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>A value as one cell of a table: a text bare, anything else in its canonical form.</summary>
    public static string Plain(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : Serialize(node);

    /// <summary>The first ten hexadecimal digits of the SHA-256 of the canonical text.</summary>
    public static string Hash(JsonNode? node) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Serialize(node))))[..HashDigits];

    /// <summary>The shortest text of a number: 1.0 and 1 are both <c>1</c>, 5e-4 is <c>0.0005</c>.</summary>
    public static string Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole))
            return whole.ToString(CultureInfo.InvariantCulture);
        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        // Adding 0 turns -0 into 0. A number too large for a double stays as written: it never binds.
        return double.IsFinite(value) ? (value + 0.0).ToString("R", CultureInfo.InvariantCulture) : text;
    }

    private static void Write(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject section:
                writer.WriteStartObject();
                foreach ((string key, JsonNode? value) in section.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    Write(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (JsonNode? item in list)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case not null when node.GetValueKind() == JsonValueKind.Number:
                writer.WriteRawValue(Number(node.ToJsonString()));
                break;
            case not null when node.GetValueKind() == JsonValueKind.String:
                writer.WriteStringValue(node.GetValue<string>());
                break;
            default:
                writer.WriteRawValue(node?.ToJsonString() ?? "null");
                break;
        }
    }
}
