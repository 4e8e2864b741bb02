using System.Numerics;
using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>The Gumbel-max trick: the largest of θ_k + G_k, G standard Gumbel, is a sample of Cat(softmax(θ)).</summary>
internal static class GumbelNoise
{
    /// <summary>Overwrites <paramref name="perturbed"/> with θ + G, G = −ln E, E exponential.</summary>
    public static void Perturb(Posterior posterior, Matrix logits, INoise noise, int lane, Matrix perturbed) => posterior.Share(
        logits.Rows, (logits, noise, lane, perturbed: perturbed.WithRows(logits.Rows)), static (a, start, end) =>
        {
            Span<Real> values = a.perturbed.Span[start..end];
            a.noise.FillExponential(a.lane, values, start);
            TensorPrimitives.Log(values, values);
            TensorPrimitives.Subtract(a.logits.Span[start..end], values, values);
        });

    /// <summary>
    /// Overwrites <paramref name="perturbed"/> with θ + G given that its arg max is the category that <paramref name="codes"/>
    /// hold, for θ = ln p: −ln E_i for that category i and −ln(E_k / p_k + E_i) for the others, E exponential, which never
    /// exceeds it.
    /// </summary>
    /// <param name="posterior">Whose threads share the work.</param>
    /// <param name="probabilities">p, which sums to 1 over each latent; p_i above 0.</param>
    /// <param name="codes">One-hot.</param>
    /// <param name="noise">Draws E.</param>
    /// <param name="lane">Of E.</param>
    /// <param name="perturbed">Overwritten.</param>
    public static void PerturbGiven(Posterior posterior, Matrix probabilities, Matrix codes, INoise noise, int lane, Matrix perturbed)
    {
        int rows = probabilities.Rows;
        posterior.Share(rows, (probabilities, codes, posterior.Shape.Categories, noise, lane, perturbed: perturbed.WithRows(rows)),
            static (a, start, end) => PerturbGiven(a.probabilities.Span[start..end], a.codes.Span[start..end], a.Categories, a.noise, a.lane,
                start, a.perturbed.Span[start..end]));
    }

    /// <summary>The same of whole latents one after another, whose noise begins at <paramref name="first"/> of the lane.</summary>
    public static void PerturbGiven(ReadOnlySpan<Real> probabilities, ReadOnlySpan<Real> codes, int categories, INoise noise, int lane,
        int first, Span<Real> perturbed)
    {
        noise.FillExponential(lane, perturbed, first);
        for (int start = 0; start < perturbed.Length; start += categories)
        {
            Span<Real> values = perturbed.Slice(start, categories);
            ReadOnlySpan<Real> p = probabilities.Slice(start, categories);
            int selected = codes.Slice(start, categories).IndexOf((Real)1), k = 0;
            Real least = values[selected];
            for (; k <= categories - Vector<Real>.Count; k += Vector<Real>.Count)
                (new Vector<Real>(values[k..]) / new Vector<Real>(p[k..]) + new Vector<Real>(least)).CopyTo(values[k..]);
            for (; k < categories; k++) values[k] = values[k] / p[k] + least;
            values[selected] = least;
        }
        TensorPrimitives.Log(perturbed, perturbed);
        TensorPrimitives.Negate(perturbed, perturbed);
    }

    /// <summary>Overwrites <paramref name="codes"/> with the one-hot arg max of each latent, the first where several are largest.</summary>
    public static void OneHotMaximum(Posterior posterior, Matrix perturbed, Matrix codes) => posterior.Share(
        perturbed.Rows, (perturbed, posterior.Shape.Categories, codes: codes.WithRows(perturbed.Rows)), static (a, start, end) =>
        {
            Span<Real> z = a.codes.Span[start..end];
            ReadOnlySpan<Real> values = a.perturbed.Span[start..end];
            z.Clear();
            for (int first = 0; first < z.Length; first += a.Categories)
                z[first + LargestOf(values.Slice(first, a.Categories))] = 1;
        });

    // No branch depends on the values, which would be mispredicted for most latents. Of a latent with a NaN it is any category.
    private static int LargestOf(ReadOnlySpan<Real> values)
    {
        Real largest = values[0];
        for (int k = 1; k < values.Length; k++) largest = Real.MaxNative(largest, values[k]);
        return Math.Max(values.IndexOf(largest), 0);
    }
}
