using DiscreteVae.Layers;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Models;

/// <summary>
/// What an optimiser remembers of a model: its step t as <c>step</c>, and each state that lies beside a parameter, such as Adam's
/// moments, as <c>0.encoder.0.weight</c>: row-major, whatever layout the backend keeps it in.
/// </summary>
/// <remarks>The one place that lists who holds states: what gets parameters of its own besides the networks is shown here too.</remarks>
public sealed class OptimizerState(CategoricalVae model, IOptimizer optimizer) : IStateful
{
    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        long step = optimizer.Step;
        visitor.Visit("step", ref step);
        optimizer.Restore(step);
        for (int slot = 0; slot < optimizer.StateCount; slot++)
        {
            Visit(visitor, $"{slot}.encoder", model.Encoder, slot);
            Visit(visitor, $"{slot}.decoder", model.Decoder, slot);
        }
    }

    private static void Visit(IStateVisitor visitor, string name, MultilayerPerceptron network, int slot)
    {
        for (int l = 0; l < network.Layers.Count; l++)
        {
            IDenseLayer layer = network.Layers[l];
            Real[] weight = new Real[layer.Outputs * layer.Inputs], bias = new Real[layer.Outputs];
            layer.GetState(slot, weight, bias);
            visitor.Visit($"{name}.{l}.weight", weight);
            visitor.Visit($"{name}.{l}.bias", bias);
            layer.SetState(slot, weight, bias);
        }
    }
}
