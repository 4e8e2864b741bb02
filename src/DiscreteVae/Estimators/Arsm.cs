using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// ARSM, augment-REINFORCE-swap-merge: π ~ Dirichlet(1, …, 1) for each latent, and for each pair of categories i ≤ j the code
/// z_ij = arg min_k (ln π_k − θ_k) with π_i and π_j swapped, in all latents at once. With F_ij = F_ji = f(z_ij) and F̃ its rows
/// less their means the gradient is Σ_i (1/K − π_i) F̃_ij by θ_j. Unbiased; 1 + K (K − 1) / 2 evaluations as one batch. Every
/// z_ij is a sample of Cat(p), and the decoder learns from all alike. Yin, Yue and Zhou, 2019, arXiv 1905.01413.
/// </summary>
public sealed class Arsm(LatentShape shape) : IGradientEstimator
{
    private readonly int _swaps = 1 + shape.Categories * (shape.Categories - 1) / 2;
    private readonly Matrix _dirichlet = new(0, shape.Width);
    private readonly Matrix _values = new(0, shape.Width);
    private readonly Matrix _codes = new(0, shape.Width);
    private readonly Matrix _losses = new(0, 1);
    private readonly double[] _centred = new double[shape.Categories * shape.Categories];

    /// <inheritdoc/>
    public EstimatorTraits Traits { get; } = new("arsm", Unbiased: true, UsesTemperature: false, Relaxed: false,
        Evaluations: 1 + shape.Categories * (shape.Categories - 1) / 2, UsesCodeGradient: false, "Yin, Yue and Zhou, 2019, arXiv 1905.01413");

    /// <inheritdoc/>
    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        int count = posterior.Count;
        noise.FillExponential(1, _dirichlet.WithRows(count).Span);
        FillCodes(posterior.Logits);
        Span<Real> values = _losses.WithRows(_swaps * count).Span;
        objective.Evaluate(_codes, values);
        ScoreFunction.Means(values, losses);
        gradient.WithRows(count).Span.Clear();
        for (int b = 0; b < count; b++)
        {
            Centre(values, b, count);
            for (int start = 0; start < shape.Width; start += shape.Categories)
                Merge(_dirichlet.Row(b).Slice(start, shape.Categories), gradient.Row(b).Slice(start, shape.Categories));
        }
        objective.Learn();
    }

    private void FillCodes(Matrix logits)
    {
        int count = logits.Rows, categories = shape.Categories;
        // ln of the exponentials: normalising them to π moves all alike.
        TensorPrimitives.Log(_dirichlet.Span, _values.WithRows(count).Span);
        Span<Real> z = _codes.WithRows(_swaps * count).Span;
        z.Clear();
        for (int i = 0; i < categories; i++)
        {
            for (int j = i == 0 ? 0 : i + 1; j < categories; j++)
            {
                for (int g = 0; g < count * shape.Latents; g++)
                {
                    int start = g * categories;
                    int least = Least(_values.Span.Slice(start, categories), logits.Span.Slice(start, categories), i, j);
                    z[Block(i, j) * count * shape.Width + start + least] = 1;
                }
            }
        }
    }

    // Block 0 is without a swap; the pairs i < j follow in order.
    private int Block(int i, int j)
    {
        if (i == j) return 0;
        (int low, int high) = (Math.Min(i, j), Math.Max(i, j));
        return low * (2 * shape.Categories - low - 1) / 2 + high - low;
    }

    private static int Least(ReadOnlySpan<Real> values, ReadOnlySpan<Real> logits, int i, int j)
    {
        int least = 0;
        Real lowest = Real.PositiveInfinity;
        for (int k = 0; k < values.Length; k++)
        {
            Real value = values[k == i ? j : k == j ? i : k] - logits[k];
            if (value < lowest) (least, lowest) = (k, value);
        }
        return least;
    }

    private void Centre(ReadOnlySpan<Real> values, int b, int count)
    {
        int categories = shape.Categories;
        for (int i = 0; i < categories; i++)
        {
            double mean = 0;
            for (int j = 0; j < categories; j++) mean += (double)values[Block(i, j) * count + b] / categories;
            for (int j = 0; j < categories; j++) _centred[i * categories + j] = values[Block(i, j) * count + b] - mean;
        }
    }

    private void Merge(ReadOnlySpan<Real> exponentials, Span<Real> gradient)
    {
        double sum = 0;
        foreach (Real value in exponentials) sum += value;
        for (int j = 0; j < gradient.Length; j++)
        {
            double merged = 0;
            for (int i = 0; i < gradient.Length; i++)
                merged += (1.0 / gradient.Length - exponentials[i] / sum) * _centred[i * gradient.Length + j];
            gradient[j] = (Real)merged;
        }
    }
}
