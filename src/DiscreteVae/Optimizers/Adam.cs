using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Optimizers;

/// <summary>Options of <see cref="Adam"/>.</summary>
public sealed record AdamOptions
{
    /// <summary>Decay of the first moment, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of the second moment, in [0, 1).</summary>
    [Range(0.0, 1.0, MaximumIsExclusive = true)]
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Added to the denominator, above 0.</summary>
    [Range(0.0, 1.0, MinimumIsExclusive = true)]
    public double Epsilon { get; init; } = 1e-8;
}

/// <summary>
/// Adam (Kingma and Ba, arXiv 1412.6980) in PyTorch's arrangement: m ← β1 m + (1 − β1) g, v ← β2 v + (1 − β2) g²,
/// θ ← θ − (η / (1 − β1^t)) m / (√v / √(1 − β2^t) + ε).
/// </summary>
public sealed class Adam(AdamOptions options) : IOptimizer
{
    private readonly Real _beta1 = (Real)options.Beta1, _beta2 = (Real)options.Beta2, _epsilon = (Real)options.Epsilon;
    private readonly Real _rest1 = (Real)(1 - options.Beta1), _rest2 = (Real)(1 - options.Beta2);
    private Real _stepSize, _inverseRoot;

    /// <inheritdoc/>
    public int StateCount => 2;

    /// <inheritdoc/>
    public long Step { get; private set; }

    /// <inheritdoc/>
    public void Restore(long step) => Step = step;

    /// <inheritdoc/>
    public void BeginStep(double learningRate)
    {
        Step++;
        // Bias corrections in double: 1 − β2^t loses three digits in float32 at t = 1.
        _stepSize = (Real)(learningRate / (1 - Math.Pow(options.Beta1, Step)));
        _inverseRoot = (Real)(1 / Math.Sqrt(1 - Math.Pow(options.Beta2, Step)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<Real> parameters, ReadOnlySpan<Real> gradient, Span<Real> first, Span<Real> second)
    {
        int length = parameters.Length, width = Vector512<Real>.Count;
        if (gradient.Length != length || first.Length != length || second.Length != length) throw new ArgumentException("Lengths differ.");
        ref Real p = ref MemoryMarshal.GetReference(parameters), m = ref MemoryMarshal.GetReference(first);
        ref Real v = ref MemoryMarshal.GetReference(second), g = ref MemoryMarshal.GetReference(gradient);
        int i = 0;
        for (; i <= length - width; i += width)
        {
            var gi = Vector512.LoadUnsafe(ref g, (nuint)i);
            var mi = Vector512.LoadUnsafe(ref m, (nuint)i) * _beta1 + gi * _rest1;
            var vi = Vector512.LoadUnsafe(ref v, (nuint)i) * _beta2 + gi * gi * _rest2;
            var denominator = Vector512.Sqrt(vi) * _inverseRoot + Vector512.Create(_epsilon);
            (Vector512.LoadUnsafe(ref p, (nuint)i) - mi * _stepSize / denominator).StoreUnsafe(ref p, (nuint)i);
            mi.StoreUnsafe(ref m, (nuint)i);
            vi.StoreUnsafe(ref v, (nuint)i);
        }
        // The same operations in the same order: a partition into tiles must not move the last bit.
        for (; i < length; i++)
        {
            Real gi = gradient[i];
            Real mi = first[i] * _beta1 + gi * _rest1;
            Real vi = second[i] * _beta2 + gi * gi * _rest2;
            parameters[i] -= mi * _stepSize / (Real.Sqrt(vi) * _inverseRoot + _epsilon);
            first[i] = mi;
            second[i] = vi;
        }
    }
}
