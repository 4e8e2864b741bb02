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

    /// <summary>
    /// Overwrites <paramref name="perturbed"/> with θ + G given that its arg max is the category that <paramref name="codes"/>
    /// hold, for θ = ln p: −ln E_i for that category i and −ln(E_k / p_k + E_i) for the others, E exponential, which never
    /// exceeds it.
    /// </summary>
    /// <param name="probabilities">p, which sums to 1 over each latent; p_i above 0.</param>
    /// <param name="codes">One-hot.</param>
    /// <param name="categories">K.</param>
    /// <param name="noise">Draws E.</param>
    /// <param name="lane">Of E.</param>
    /// <param name="perturbed">Overwritten.</param>
    public static void PerturbGiven(Matrix probabilities, Matrix codes, int categories, INoise noise, int lane, Matrix perturbed)
    {
        Span<Real> values = perturbed.WithRows(probabilities.Rows).Span;
        ReadOnlySpan<Real> p = probabilities.Span, z = codes.Span;
        noise.FillExponential(lane, values);
        for (int start = 0; start < values.Length; start += categories)
        {
            int selected = start + z.Slice(start, categories).IndexOf((Real)1);
            Real least = values[selected];
            for (int k = start; k < start + categories; k++) values[k] = values[k] / p[k] + least;
            values[selected] = least;
        }
        TensorPrimitives.Log(values, values);
        TensorPrimitives.Negate(values, values);
    }

    /// <summary>Overwrites <paramref name="codes"/> with the one-hot arg max of each latent.</summary>
    public static void OneHotMaximum(Matrix perturbed, int categories, Matrix codes)
    {
        Span<Real> z = codes.WithRows(perturbed.Rows).Span;
        ReadOnlySpan<Real> values = perturbed.Span;
        z.Clear();
        for (int start = 0; start < values.Length; start += categories)
        {
            int largest = start;
            for (int k = start + 1; k < start + categories; k++)
            {
                if (values[k] > values[largest]) largest = k;
            }
            z[largest] = 1;
        }
    }
}
