using System.Text.Json;
using DiscreteVae.Estimators;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// Given noise: uniforms that make an inverse distribution function pick the given categories, and the given exponentials. Where
/// there are R times as many exponentials as an estimator asks for, element i of lane 2 + r is number i · R + r.
/// </summary>
internal sealed class GivenNoise(double[] sampleIndex, double[] exponentials, Posterior posterior) : INoise
{
    private readonly double[] _categories = sampleIndex;
    private readonly double[] _exponential = exponentials;

    /// <summary>The noise of a golden block: of a case with repeats, the noise that has them.</summary>
    public GivenNoise(JsonElement block, JsonElement golden, Posterior posterior)
        : this(block.GetProperty("sampleIndex").Flatten(),
            block.GetProperty(golden.TryGetProperty("repeats", out _) ? "exponentialRepeats" : "exponential").Flatten(), posterior)
    {
    }

    public void FillUniform(int lane, Span<Real> destination, int first = 0)
    {
        Assert.True(first + destination.Length <= _categories.Length);
        int categories = posterior.Shape.Categories;
        ReadOnlySpan<Real> p = posterior.Probabilities.Span;
        for (int i = 0; i < destination.Length; i++)
        {
            int start = (first + i) * categories % p.Length, category = (int)_categories[first + i];
            Real below = 0;
            for (int k = 0; k < category; k++) below += p[start + k];
            destination[i] = below + p[start + category] / 2;
        }
    }

    public void FillExponential(int lane, Span<Real> destination, int first = 0)
    {
        int asked = posterior.Logits.Span.Length;
        Assert.Equal(0, _exponential.Length % asked);
        int repeats = _exponential.Length / asked, repeat = repeats == 1 ? 0 : lane - 2;
        for (int i = 0; i < destination.Length; i++) destination[i] = (Real)_exponential[(first + i) * repeats + repeat];
    }
}
