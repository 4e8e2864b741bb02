using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;

namespace DiscreteVae.Layers;

/// <summary>
/// Dense layers in a row: an activation behind each but the last. Keeps the activations of the forward pass for the backward pass.
/// </summary>
public sealed class MultilayerPerceptron
{
    private readonly Activations[] _outputs;
    private readonly Activations[] _deltas;

    /// <summary>Makes the layers, all weights 0.</summary>
    /// <param name="backend">Where the arithmetic runs.</param>
    /// <param name="sizes">Widths: input, hidden layers, output.</param>
    /// <param name="activation">Behind every layer but the last.</param>
    public MultilayerPerceptron(IBackend backend, IReadOnlyList<int> sizes, Activation activation)
    {
        if (sizes.Count < 2) throw new ArgumentException("A perceptron needs an input and an output width.", nameof(sizes));
        Layers = [.. Enumerable.Range(0, sizes.Count - 1).Select(l =>
            backend.CreateLayer(sizes[l], sizes[l + 1], l < sizes.Count - 2 ? activation : Activation.Identity))];
        _outputs = [.. Layers.Select(layer => backend.CreateActivations(layer.Outputs))];
        // The loss overwrites the last output with its gradient, so only the layers below need a buffer for theirs.
        _deltas = [.. Layers.SkipLast(1).Select(layer => backend.CreateActivations(layer.Outputs))];
    }

    /// <summary>The layers, input first.</summary>
    public IReadOnlyList<IDenseLayer> Layers { get; }

    /// <summary>Draws all parameters; layer l uses stream <paramref name="firstId"/> + l.</summary>
    public void Initialize(ulong seed, int firstId)
    {
        for (int l = 0; l < Layers.Count; l++)
        {
            Initialization.Uniform(Layers[l], RandomStream.Create(seed, Purpose.Initialization, (ulong)(firstId + l)));
        }
    }

    /// <summary>Runs the layers; the result is overwritten by the next call.</summary>
    public Activations Forward(Activations input)
    {
        for (int l = 0; l < Layers.Count; l++)
        {
            _outputs[l].Resize(input.Rows);
            Layers[l].Forward(l == 0 ? input : _outputs[l - 1], _outputs[l]);
        }
        return _outputs[^1];
    }

    /// <summary>Backpropagates to the input only; no parameter changes.</summary>
    /// <param name="delta">The gradient by the output of the last <see cref="Forward"/>.</param>
    /// <param name="input">The input of that forward pass.</param>
    /// <param name="inputGradient">Overwritten.</param>
    public void BackwardInput(Activations delta, Activations input, Activations inputGradient) =>
        Backward(delta, input, inputGradient, 0, null);

    /// <summary>Backpropagates and updates every parameter.</summary>
    /// <param name="delta">The gradient by the output of the last <see cref="Forward"/>.</param>
    /// <param name="input">The input of that forward pass.</param>
    /// <param name="inputGradient">Overwritten when given; never scaled.</param>
    /// <param name="scale">Multiplies the parameters' gradients.</param>
    /// <param name="optimizer">Has begun its step.</param>
    public void Backward(Activations delta, Activations input, Activations? inputGradient, Real scale, IOptimizer? optimizer)
    {
        for (int l = Layers.Count - 1; l >= 0; l--)
        {
            Activations x = l == 0 ? input : _outputs[l - 1];
            Activations? dx = l == 0 ? inputGradient : _deltas[l - 1];
            if (dx is not null)
            {
                dx.Resize(delta.Rows);
                Layers[l].BackwardInput(delta, x, l == 0 ? Activation.Identity : Layers[l - 1].Activation, dx);
            }
            if (optimizer is not null) Layers[l].BackwardParameters(x, delta, scale, optimizer);
            delta = dx ?? delta;
        }
    }
}
