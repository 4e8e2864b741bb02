using DiscreteVae.Layers;
using DiscreteVae.Models;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>All parameters of layers as one vector: weights then biases, layer after layer.</summary>
internal static class ModelParameters
{
    public static IReadOnlyList<IDenseLayer> Layers(this CategoricalVae model) =>
        [.. model.Encoder.Layers, .. model.Decoder.Layers];

    public static int Count(this IReadOnlyList<IDenseLayer> layers) => layers.Sum(layer => (layer.Inputs + 1) * layer.Outputs);

    public static Real[] Get(this IReadOnlyList<IDenseLayer> layers) =>
        Read(layers, (layer, weight, bias) => layer.GetParameters(weight, bias));

    /// <summary>What <see cref="GradientRecorder"/> recorded.</summary>
    public static Real[] GetGradients(this IReadOnlyList<IDenseLayer> layers) =>
        Read(layers, (layer, weight, bias) => layer.GetState(0, weight, bias));

    public static void Set(this IReadOnlyList<IDenseLayer> layers, ReadOnlySpan<Real> values)
    {
        foreach (IDenseLayer layer in layers)
        {
            int weights = layer.Inputs * layer.Outputs;
            layer.SetParameters(values[..weights], values.Slice(weights, layer.Outputs));
            values = values[(weights + layer.Outputs)..];
        }
        Assert.True(values.IsEmpty);
    }

    private static Real[] Read(IReadOnlyList<IDenseLayer> layers, Action<IDenseLayer, Real[], Real[]> read)
    {
        var all = new List<Real>();
        foreach (IDenseLayer layer in layers)
        {
            var weight = new Real[layer.Inputs * layer.Outputs];
            var bias = new Real[layer.Outputs];
            read(layer, weight, bias);
            all.AddRange(weight);
            all.AddRange(bias);
        }
        return [.. all];
    }
}
