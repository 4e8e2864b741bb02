using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>The Gumbel-max trick: the largest of θ_k + G_k, G standard Gumbel, is a sample of Cat(softmax(θ)).</summary>
internal static class GumbelNoise
{
    /// <summary>Overwrites <paramref name="perturbed"/> with θ + G, G = −ln E, E exponential.</summary>
    public static void Perturb(Matrix logits, INoise noise, int lane, Matrix perturbed)
    {
        Span<Real> values = perturbed.WithRows(logits.Rows).Span;
        noise.FillExponential(lane, values);
        TensorPrimitives.Log(values, values);
        TensorPrimitives.Subtract(logits.Span, values, values);
    }
}
