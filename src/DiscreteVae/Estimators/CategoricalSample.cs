using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Draws one-hot codes z ~ Cat(p) by inverting the distribution function: one uniform number a latent.</summary>
public sealed class CategoricalSample
{
    private readonly Matrix _uniforms;

    /// <summary>Makes the buffers.</summary>
    public CategoricalSample(LatentShape shape)
    {
        Shape = shape;
        Codes = new Matrix(0, shape.Width);
        _uniforms = new Matrix(0, shape.Latents);
    }

    /// <summary>N and K.</summary>
    public LatentShape Shape { get; }

    /// <summary>The codes drawn last, S·B × N·K; sample s of datum b is row s · B + b.</summary>
    public Matrix Codes { get; }

    /// <summary>Draws <paramref name="samples"/> codes for every datum into <see cref="Codes"/>.</summary>
    public Matrix Draw(Posterior posterior, INoise noise, int lane, int samples = 1)
    {
        int count = posterior.Count, categories = Shape.Categories;
        Span<Real> uniforms = _uniforms.WithRows(samples * count).Span, codes = Codes.WithRows(samples * count).Span;
        noise.FillUniform(lane, uniforms);
        codes.Clear();
        ReadOnlySpan<Real> p = posterior.Probabilities.Span;
        for (int i = 0, start = 0; i < uniforms.Length; i++, start += categories)
        {
            if (start == p.Length) start = 0;
            codes[i * categories + Category(p.Slice(start, categories), uniforms[i])] = 1;
        }
        return Codes;
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
