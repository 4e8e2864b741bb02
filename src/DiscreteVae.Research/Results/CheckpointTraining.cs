using System.Globalization;

namespace DiscreteVae.Research.Results;

/// <summary>
/// What a trial remembers besides its weights, in a checkpoint: arrays are tensors <c>training.&lt;name&gt;</c>, numbers and counts
/// are metadata <c>training.number.&lt;name&gt;</c> and <c>training.count.&lt;name&gt;</c>; a number is written so that it reads back to
/// the bit.
/// </summary>
internal static class CheckpointTraining
{
    private const string Prefix = "training.";
    // Tells a number from a count: both are text in the metadata.
    private const string NumberPrefix = Prefix + "number.";
    private const string CountPrefix = Prefix + "count.";

    /// <summary>Whether a tensor is one of these.</summary>
    public static bool Owns(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    public static IEnumerable<NamedTensor> Tensors(StateSnapshot training) =>
        training.Arrays.Select(array => new NamedTensor(Prefix + array.Key, [array.Value.Length], array.Value));

    public static void AddTo(IDictionary<string, string> metadata, StateSnapshot training)
    {
        foreach ((string name, double value) in training.Numbers)
            metadata[NumberPrefix + name] = value.ToString("R", CultureInfo.InvariantCulture);
        foreach ((string name, long value) in training.Counts) metadata[CountPrefix + name] = Csv.Number(value);
    }

    /// <summary>What <see cref="AddTo"/> and <see cref="Tensors"/> wrote; null where nothing of it is there.</summary>
    /// <exception cref="UserErrorException">A value is no number.</exception>
    public static StateSnapshot? Read(SafetensorsFile file, CheckpointMetadata metadata)
    {
        var training = new StateSnapshot();
        foreach (NamedTensor tensor in file.Tensors.Values.Where(tensor => Owns(tensor.Name)))
            training.Arrays.Add(tensor.Name[Prefix.Length..], tensor.Data);
        foreach ((string name, string text) in file.Metadata)
        {
            if (name.StartsWith(NumberPrefix, StringComparison.Ordinal))
            {
                if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                    throw metadata.Wrong($"its {name} is '{text}', no number");
                training.Numbers.Add(name[NumberPrefix.Length..], value);
            }
            else if (name.StartsWith(CountPrefix, StringComparison.Ordinal))
            {
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
                    throw metadata.Wrong($"its {name} is '{text}', no whole number");
                training.Counts.Add(name[CountPrefix.Length..], value);
            }
        }
        return training.Arrays.Count + training.Numbers.Count + training.Counts.Count == 0 ? null : training;
    }
}
