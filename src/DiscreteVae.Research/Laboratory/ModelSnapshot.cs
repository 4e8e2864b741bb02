using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// A model at one moment of its training: its weights, a fixed minibatch, and the logits that the encoder gives it. Workers on backends of
/// their own are made from it; none of them changes it.
/// </summary>
internal sealed class ModelSnapshot
{
    private readonly (float[] Weight, float[] Bias)[] _layers;
    private readonly float[]? _priorLogits;

    /// <summary>Copies the weights.</summary>
    /// <param name="model">Goes on training afterwards if it likes.</param>
    /// <param name="images">The minibatch.</param>
    /// <param name="epoch">How long the model was trained.</param>
    public ModelSnapshot(CategoricalVae model, PixelBatch images, int epoch)
    {
        (Shape, Images, Epoch) = (model.Shape, images, epoch);
        _layers = [.. Layers(model).Select(Copy)];
        _priorLogits = (model.Prior as CategoricalPrior)?.Logits.ToArray();
        Logits = new Matrix(0, model.Shape.Latent.Width);
        Logits.CopyFrom(model.Encode(images).Logits);
    }

    /// <summary>The model's widths.</summary>
    public ModelShape Shape { get; }

    /// <summary>The fixed minibatch; only read.</summary>
    public PixelBatch Images { get; }

    /// <summary>Epochs of training.</summary>
    public int Epoch { get; }

    /// <summary>B × N·K.</summary>
    public Matrix Logits { get; }

    /// <summary>A model of the same weights.</summary>
    public CategoricalVae CreateModel(IBackend backend)
    {
        IPrior? prior = null;
        if (_priorLogits is not null)
        {
            var learned = new CategoricalPrior(Shape.Latent);
            learned.SetLogits(_priorLogits);
            prior = learned;
        }
        var model = new CategoricalVae(backend, Shape, prior);
        foreach ((IDenseLayer layer, (float[] weight, float[] bias)) in Layers(model).Zip(_layers)) layer.SetParameters(weight, bias);
        return model;
    }

    private static IEnumerable<IDenseLayer> Layers(CategoricalVae model) => model.Encoder.Layers.Concat(model.Decoder.Layers);

    private static (float[] Weight, float[] Bias) Copy(IDenseLayer layer)
    {
        (float[] weight, float[] bias) = (new float[layer.Inputs * layer.Outputs], new float[layer.Outputs]);
        layer.GetParameters(weight, bias);
        return (weight, bias);
    }
}
