using DiscreteVae.Numerics;

namespace DiscreteVae.Layers;

/// <summary>
/// PyTorch's default for linear layers: weights and biases uniform in ±1 / √inputs. (He et al.'s rule with a = √5, which is what
/// torch.nn.Linear.reset_parameters amounts to.)
/// </summary>
public static class Initialization
{
    /// <summary>Draws the parameters of a layer; the weights from the stream itself, the biases from its fork 1.</summary>
    public static void Uniform(IDenseLayer layer, RandomStream random)
    {
        var weight = new Real[layer.Outputs * layer.Inputs];
        var bias = new Real[layer.Outputs];
        Real bound = 1 / Real.Sqrt(layer.Inputs);
        Fill(weight, random, bound);
        Fill(bias, random.Fork(1), bound);
        layer.SetParameters(weight, bias);
    }

    private static void Fill(Span<Real> values, RandomStream random, Real bound)
    {
        random.FillUniform(values);
        foreach (ref Real value in values) value = bound * (2 * value - 1);
    }
}
