using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>From a manifest's sections to the objects of the mathematics.</summary>
internal static class TrialModel
{
    /// <summary>The widths that <c>model</c> asks for, over images of <paramref name="pixels"/>.</summary>
    public static ModelShape Shape(ModelSection model, int pixels) =>
        new(pixels, model.Hidden, new LatentShape(model.Latents, model.Categories), Activation(model));

    /// <summary>The model that <c>model</c> asks for, all weights 0.</summary>
    public static CategoricalVae Create(ModelSection model, int pixels, IBackend backend)
    {
        ModelShape shape = Shape(model, pixels);
        return new CategoricalVae(backend, shape, model.Prior == PriorName.Categorical ? new CategoricalPrior(shape.Latent) : null);
    }

    /// <summary>The activation behind the hidden layers.</summary>
    public static Activation Activation(ModelSection model) => model.Activation switch
    {
        ActivationName.Relu => Layers.Activation.Relu,
        ActivationName.LeakyRelu => Layers.Activation.LeakyRelu((float)model.NegativeSlope),
        _ => throw new InvalidOperationException($"Activation {model.Activation} is not written."),
    };
}
