namespace DiscreteVae.Metrics;

/// <summary>A measured number.</summary>
/// <param name="Name">Its name in <c>metrics.csv</c>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MetricValue(string Name, double Value);

/// <summary>A number measured of one latent.</summary>
/// <param name="Latent">Which, from 1 to N.</param>
/// <param name="Name">Its name in <c>latents.csv</c>.</param>
/// <param name="Value">Its value.</param>
public readonly record struct LatentValue(int Latent, string Name, double Value);

/// <summary>What metrics report of one split.</summary>
public sealed class MetricReport
{
    private readonly List<MetricValue> _values = [];
    private readonly List<LatentValue> _latents = [];

    /// <summary>The numbers, in the metrics' order.</summary>
    public IReadOnlyList<MetricValue> Values => _values;

    /// <summary>The numbers of each latent, latent by latent under each name.</summary>
    public IReadOnlyList<LatentValue> Latents => _latents;

    /// <summary>Adds a number.</summary>
    public void Add(string name, double value) => _values.Add(new MetricValue(name, value));

    /// <summary>Adds one number a latent.</summary>
    public void AddLatents(string name, ReadOnlySpan<double> values)
    {
        for (int n = 0; n < values.Length; n++) _latents.Add(new LatentValue(n + 1, name, values[n]));
    }

    /// <summary>A number by its name; null where it was not measured.</summary>
    public double? Find(string name) => _values.Find(value => value.Name == name) is { Name: not null } found ? found.Value : null;
}
