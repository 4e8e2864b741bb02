using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>Reads a checkpoint's metadata, and tells what is wrong with it.</summary>
internal sealed class CheckpointMetadata(string path, IReadOnlyDictionary<string, string> values)
{
    public string Text(string name) =>
        values.TryGetValue(name, out string? value) ? value : throw Wrong($"its metadata lack '{name}'");

    public void Require(string name, string expected)
    {
        if (Text(name) != expected) throw Wrong($"its {name} is '{Text(name)}' instead of '{expected}'");
    }

    public int Whole(string name) => Whole(name, Text(name));

    public int Positive(string name) => Positive(name, Text(name));

    public int[] PositiveList(string name) => [.. Text(name).Split(',').Select(part => Positive(name, part))];

    public double Number(string name) =>
        double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Wrong($"its {name} is '{Text(name)}', no number");

    public UserErrorException Wrong(string what) => new(
        ExitCode.Environment,
        $"'{path}' is no checkpoint that can be read: {what}. Choose another file, or train the trial again.");

    private int Positive(string name, string text) =>
        Whole(name, text) is > 0 and int value ? value : throw Wrong($"its {name} is 0");

    private int Whole(string name, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Wrong($"its {name} is '{text}', no whole number");
}
