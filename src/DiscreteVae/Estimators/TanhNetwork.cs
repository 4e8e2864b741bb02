using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// An estimator's own small network r(x) = a · tanh(W x + b) + c from D inputs over H hidden units to one number, trained by Adam: a
/// baseline or a control variate. a and c are 0 at first, so that it begins as r = 0.
/// </summary>
/// <remarks>
/// W lies input after input, so that inputs that are 0, most pixels, cost nothing. One thread: at H = 100 a minibatch costs a fraction of a
/// millisecond.
/// </remarks>
internal sealed class TanhNetwork : IStateful
{
    private readonly int _inputs, _hidden;
    // W (D × H), b (H), a (H), c (1), one after another.
    private readonly Real[] _parameters, _gradient;
    private readonly AdamDescent _descent;
    private readonly Real[] _projected, _delta, _slope;

    /// <summary>Draws W and b uniform in ±1 / √D.</summary>
    /// <param name="inputs">D.</param>
    /// <param name="hidden">H.</param>
    /// <param name="seed">Of the trial.</param>
    public TanhNetwork(int inputs, int hidden, ulong seed)
    {
        (_inputs, _hidden) = (inputs, hidden);
        _parameters = new Real[checked((inputs + 2) * hidden + 1)];
        _descent = new AdamDescent("network", _parameters);
        _gradient = _descent.Gradient;
        (_projected, _delta, _slope) = (new Real[hidden], new Real[hidden], new Real[hidden]);
        Span<Real> drawn = _parameters.AsSpan(0, (inputs + 1) * hidden);
        RandomStream.Create(seed, Purpose.EstimatorWeights, 0).FillUniform(drawn);
        Real bound = 1 / Real.Sqrt(Math.Max(inputs, 1));
        foreach (ref Real value in drawn) value = bound * (2 * value - 1);
    }

    /// <summary>r(x); the hidden units' values go to <paramref name="hidden"/> (H), for the passes below.</summary>
    public Real Forward(ReadOnlySpan<Real> x, Span<Real> hidden)
    {
        Biases(_parameters).CopyTo(hidden);
        for (int d = 0; d < x.Length; d++)
        {
            if (x[d] != 0) TensorPrimitives.MultiplyAdd(Weights(_parameters, d), x[d], hidden, hidden);
        }
        TensorPrimitives.Tanh(hidden, hidden);
        return TensorPrimitives.Dot(hidden, Outputs(_parameters)) + _parameters[^1];
    }

    /// <summary>∂r/∂x of the first inputs, as many as <paramref name="gradient"/> has.</summary>
    public void InputGradient(ReadOnlySpan<Real> hidden, Span<Real> gradient)
    {
        ReadOnlySpan<Real> a = Outputs(_parameters);
        for (int h = 0; h < _hidden; h++) _slope[h] = a[h] * (1 - hidden[h] * hidden[h]);
        for (int d = 0; d < gradient.Length; d++) gradient[d] = TensorPrimitives.Dot(Weights(_parameters, d), _slope);
    }

    /// <summary>
    /// Adds to the gradient of a loss L(r, ∂r/∂x) at one x: α ∂r/∂φ + ∂⟨u, ∂r/∂x⟩/∂φ over all parameters φ. With q = Wᵀu and t the hidden
    /// values the inner product is Σ_h a_h (1 − t_h²) q_h.
    /// </summary>
    /// <param name="x">The input.</param>
    /// <param name="hidden">Its hidden values.</param>
    /// <param name="value">α = ∂L/∂r.</param>
    /// <param name="slope">u = ∂L/∂(∂r/∂x) of the first inputs; empty is 0.</param>
    public void Accumulate(ReadOnlySpan<Real> x, ReadOnlySpan<Real> hidden, Real value, ReadOnlySpan<Real> slope = default)
    {
        Array.Clear(_projected);
        for (int d = 0; d < slope.Length; d++)
            TensorPrimitives.MultiplyAdd(Weights(_parameters, d), slope[d], _projected, _projected);
        ReadOnlySpan<Real> a = Outputs(_parameters);
        Span<Real> outputs = Outputs(_gradient);
        for (int h = 0; h < _hidden; h++)
        {
            Real t = hidden[h], derivative = 1 - t * t;
            outputs[h] += value * t + derivative * _projected[h];
            _delta[h] = a[h] * derivative * (value - 2 * t * _projected[h]);
            _slope[h] = a[h] * derivative;
        }
        _gradient[^1] += value;
        TensorPrimitives.Add(Biases(_gradient), _delta, Biases(_gradient));
        for (int d = 0; d < x.Length; d++)
        {
            if (x[d] != 0) TensorPrimitives.MultiplyAdd(_delta, x[d], Weights(_gradient, d), Weights(_gradient, d));
            if (d < slope.Length) TensorPrimitives.MultiplyAdd(_slope, slope[d], Weights(_gradient, d), Weights(_gradient, d));
        }
    }

    /// <summary>Adam's step along the gradient accumulated since the last one.</summary>
    public void Step(double learningRate) => _descent.Step(learningRate);

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _descent.VisitState(visitor);

    /// <summary>All parameters, for tests of the derivatives.</summary>
    internal Span<Real> Parameters => _parameters;

    /// <summary>The gradient accumulated so far, in the same order.</summary>
    internal Span<Real> Gradient => _gradient;

    private Span<Real> Weights(Real[] vector, int input) => vector.AsSpan(input * _hidden, _hidden);

    private Span<Real> Biases(Real[] vector) => vector.AsSpan(_inputs * _hidden, _hidden);

    private Span<Real> Outputs(Real[] vector) => vector.AsSpan((_inputs + 1) * _hidden, _hidden);
}
