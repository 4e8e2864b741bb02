using DiscreteVae.Optimizers;

namespace DiscreteVae.Layers;

/// <summary>
/// y = f(x Wᵀ + b): x is R × inputs, W is outputs × inputs as in PyTorch, b has one entry an output. Forward beside backward; the
/// gradient with respect to the weights goes straight into the optimiser.
/// </summary>
public interface IDenseLayer
{
    /// <summary>Columns of x.</summary>
    int Inputs { get; }

    /// <summary>Columns of y.</summary>
    int Outputs { get; }

    /// <summary>f.</summary>
    Activation Activation { get; }

    /// <summary>Overwrites <paramref name="y"/> with f(x Wᵀ + b).</summary>
    void Forward(Activations x, Activations y);

    /// <summary>
    /// Overwrites <paramref name="dx"/> with (δ W) ∘ f_x'(x), where δ is the gradient by this layer's pre-activations and f_x the function
    /// that made x, so that the result is the gradient by the pre-activations of the layer below.
    /// </summary>
    void BackwardInput(Activations delta, Activations x, Activation inputActivation, Activations dx);

    /// <summary>
    /// Updates the parameters with the gradients s · δᵀ x and s · Σ_r δ_r. Call after <see cref="BackwardInput"/>, which needs the old W.
    /// </summary>
    /// <param name="x">The layer's input in the forward pass.</param>
    /// <param name="delta">δ, the gradient by the pre-activations.</param>
    /// <param name="scale">s, for instance 1 / B for the mean over the minibatch.</param>
    /// <param name="optimizer">Has begun its step.</param>
    void BackwardParameters(Activations x, Activations delta, Real scale, IOptimizer optimizer);

    /// <summary>Sets W (row-major, outputs × inputs) and b.</summary>
    void SetParameters(ReadOnlySpan<Real> weight, ReadOnlySpan<Real> bias);

    /// <summary>Copies W (row-major, outputs × inputs) and b.</summary>
    void GetParameters(Span<Real> weight, Span<Real> bias);

    /// <summary>Sets the optimiser's state number <paramref name="slot"/> for W and b, as <see cref="GetState"/> gave it.</summary>
    void SetState(int slot, ReadOnlySpan<Real> weight, ReadOnlySpan<Real> bias);

    /// <summary>Copies the optimiser's state number <paramref name="slot"/> for W and b; zeros before the first update.</summary>
    void GetState(int slot, Span<Real> weight, Span<Real> bias);
}
