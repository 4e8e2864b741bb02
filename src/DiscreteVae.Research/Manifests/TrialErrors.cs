namespace DiscreteVae.Research.Manifests;

/// <summary>Gathers the errors of trials: one bad value of an axis is told once, not once for each trial that has it.</summary>
internal sealed class TrialErrors(ManifestErrors errors)
{
    private readonly HashSet<(string, string)> _known = [.. errors.All.Select(error => (error.Path, error.Message))];
    private readonly OrderedDictionary<(string Path, string Message, string Where), (int First, string Values, int Count)>
        _found = [];

    /// <summary>Takes the errors of one trial.</summary>
    public void Add(int index, IReadOnlyList<SweptValue> values, ManifestErrors found)
    {
        foreach ((string Path, string Message, string Where) error in found.All)
        {
            if (_known.Contains((error.Path, error.Message)))
                continue;
            if (_found.TryGetValue(error, out (int First, string Values, int Count) seen))
                _found[error] = seen with { Count = seen.Count + 1 };
            else
                _found[error] = (index, Describe(values), 1);
        }
    }

    /// <summary>Hands the errors on, each with the first trial that has it and that trial's swept values.</summary>
    public void Report()
    {
        foreach (((string Path, string Message, string Where) error, (int first, string values, int count)) in _found)
        {
            string more = count == 1 ? "" : FormattableString.Invariant($" and {count - 1} more");
            string trials = FormattableString.Invariant($"in trial {first}{more} with {values}");
            errors.Add(error.Path, $"{error.Message}, {trials}", error.Where);
        }
    }

    /// <summary>The swept values of a trial in words.</summary>
    public static string Describe(IReadOnlyList<SweptValue> values) =>
        values.Count == 0
            ? "no swept keys"
            : string.Join(", ", values.Select(value => ManifestErrors.Shown($"{value.Key}={CanonicalJson.Plain(value.Value)}")));
}
