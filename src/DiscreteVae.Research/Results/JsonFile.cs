using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DiscreteVae.Research.Results;

/// <summary>JSON files as this project writes them: indented, camel case, UTF-8, LF, atomic.</summary>
internal static class JsonFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // A diverged trial's metrics are "NaN".
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Writes a value or a <see cref="System.Text.Json.Nodes.JsonNode"/>.</summary>
    public static void Write<T>(string path, T value) =>
        AtomicFile.WriteText(path, Format(value) + "\n");

    /// <summary>What <see cref="Write"/> writes, without the last line's end.</summary>
    public static string Format<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="UserErrorException">The file cannot be read or does not hold such a value.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path), Options) ?? throw new JsonException("It holds null.");
        }
        catch (JsonException error)
        {
            throw new UserErrorException(
                ExitCode.Environment, $"'{path}' is damaged: {error.Message} Restore it, or remove it and run again.", error);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Reading(path, error);
        }
    }
}
