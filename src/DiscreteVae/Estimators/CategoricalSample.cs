using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Draws one-hot codes z ~ Cat(p) by inverting the distribution function: one uniform number a latent.</summary>
public sealed class CategoricalSample(LatentShape shape)
{
    /// <summary>The codes drawn last, S·B × N·K; sample s of datum b is row s · B + b.</summary>
    public Matrix Codes { get; } = new(0, shape.Width);

    /// <summary>Draws <paramref name="samples"/> codes for every datum into <see cref="Codes"/>.</summary>
    public Matrix Draw(Posterior posterior, INoise noise, int lane, int samples = 1)
    {
        int rows = samples * posterior.Count;
        posterior.Share(rows, (shape.Categories, posterior.Probabilities, codes: Codes.WithRows(rows), noise, lane),
            static (a, start, end) => Draw(a.Probabilities.Span, a.Categories, a.noise, a.lane, start, a.codes.Span[start..end]));
        return Codes;
    }

    private static void Draw(ReadOnlySpan<Real> probabilities, int categories, INoise noise, int lane, int start, Span<Real> codes)
    {
        Span<Real> uniforms = stackalloc Real[codes.Length / categories];
        noise.FillUniform(lane, uniforms, start / categories);
        codes.Clear();
        // Every sample of a datum is drawn from the same probabilities.
        start %= probabilities.Length;
        for (int i = 0; i < uniforms.Length; i++, start += categories)
        {
            if (start == probabilities.Length) start = 0;
            codes[i * categories + Category(probabilities.Slice(start, categories), uniforms[i])] = 1;
        }
    }

    // How many partial sums the number has reached: no branch depends on it, which would be mispredicted for most latents.
    private static int Category(ReadOnlySpan<Real> p, Real uniform)
    {
        Real cumulative = 0;
        int category = 0;
        foreach (Real probability in p)
        {
            cumulative += probability;
            category += uniform >= cumulative ? 1 : 0;
        }
        if (category < p.Length) return category;
        // The last category with any probability takes what rounding leaves between the sum and 1.
        int last = p.LastIndexOfAnyExcept((Real)0);
        return Math.Max(last, 0);
    }
}
