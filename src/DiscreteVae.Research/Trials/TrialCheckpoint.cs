using System.Text.Json;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>Between a model and its <c>checkpoint.safetensors</c>.</summary>
internal static class TrialCheckpoint
{
    /// <summary>What a checkpoint of a trial holds.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="trainer">Its model, and all else that it remembers.</param>
    /// <param name="dataset">The images.</param>
    /// <param name="epoch">Epochs that are done and recorded.</param>
    /// <param name="training">What it takes to go on; null for a trial that is done.</param>
    public static CheckpointContent Content(Trial trial, Trainer trainer, Dataset dataset, int epoch, TrainingState? training)
    {
        CategoricalVae model = trainer.Model;
        return new CheckpointContent
        {
            Latents = model.Shape.Latent.Latents,
            Categories = model.Shape.Latent.Categories,
            Sizes = [model.Shape.Pixels, .. model.Shape.Hidden],
            Activation = Kebab(trial.Manifest.Model.Activation.ToString()),
            NegativeSlope = trial.Manifest.Model.NegativeSlope,
            Height = dataset.Train.Height,
            Width = dataset.Train.Width,
            Dataset = dataset.Name,
            Binarization = Kebab(trial.Manifest.Data.Binarization.ToString()),
            Trial = trial.Id,
            Epoch = epoch,
            Encoder = [.. model.Encoder.Layers.Select(Weights)],
            Decoder = [.. model.Decoder.Layers.Select(Weights)],
            PriorLogits = (model.Prior as CategoricalPrior)?.Logits.ToArray(),
            Training = training is null ? null : StateSnapshot.Of(training),
            Backend = model.Backend.Name,
            Threads = model.Backend.Threads,
        };
    }

    /// <summary>Puts a trial's trainer where a checkpoint was written, and returns the seconds spent until then.</summary>
    /// <exception cref="UserErrorException">The checkpoint is of another shape.</exception>
    /// <exception cref="InvalidDataException">It remembers something else than this version's trainer does.</exception>
    public static double Restore(CheckpointContent content, Trainer trainer)
    {
        ModelShape shape = trainer.Model.Shape;
        content.RequireShape(shape.Latent.Latents, shape.Latent.Categories, shape.Hidden, shape.Pixels);
        Restore(trainer.Model.Encoder, content.Encoder);
        Restore(trainer.Model.Decoder, content.Decoder);
        Restore(trainer.Model.Prior, content);
        var state = new TrainingState(trainer);
        content.Training?.Restore(state);
        return state.Seconds;
    }

    /// <summary>Makes the model that a checkpoint holds.</summary>
    /// <exception cref="UserErrorException">The checkpoint's activation is unknown.</exception>
    public static CategoricalVae Load(CheckpointContent content, IBackend backend)
    {
        CategoricalVae model = TrialModel.Create(Section(content), content.Sizes[0], backend);
        Restore(model.Encoder, content.Encoder);
        Restore(model.Decoder, content.Decoder);
        Restore(model.Prior, content);
        return model;
    }

    /// <summary>The shape of the model that a checkpoint holds.</summary>
    /// <exception cref="UserErrorException">The checkpoint's activation is unknown.</exception>
    public static ModelShape Shape(CheckpointContent content) => TrialModel.Shape(Section(content), content.Sizes[0]);

    private static ModelSection Section(CheckpointContent content) => new()
    {
        Latents = content.Latents,
        Categories = content.Categories,
        Hidden = [.. content.Sizes.Skip(1)],
        Activation = Enum.GetValues<ActivationName>().Cast<ActivationName?>().FirstOrDefault(name => Kebab(name.ToString()!) == content.Activation)
            ?? throw new UserErrorException(ExitCode.Environment, $"The checkpoint's activation '{content.Activation}' is unknown to this version."),
        NegativeSlope = content.NegativeSlope,
        Prior = content.PriorLogits is null ? PriorName.Uniform : PriorName.Categorical,
    };

    private static void Restore(IPrior prior, CheckpointContent content)
    {
        if (prior is CategoricalPrior == content.PriorLogits is null)
            throw new UserErrorException(ExitCode.Usage, $"The checkpoint of trial '{content.Trial}' is of another prior than model:prior says.");
        if (prior is CategoricalPrior learned) learned.SetLogits(content.PriorLogits);
    }

    private static void Restore(MultilayerPerceptron network, IReadOnlyList<DenseWeights> weights)
    {
        for (int l = 0; l < weights.Count; l++) network.Layers[l].SetParameters(weights[l].Weight, weights[l].Bias);
    }

    private static DenseWeights Weights(IDenseLayer layer)
    {
        var weights = new DenseWeights(layer.Inputs, layer.Outputs, new float[layer.Inputs * layer.Outputs], new float[layer.Outputs]);
        layer.GetParameters(weights.Weight, weights.Bias);
        return weights;
    }

    private static string Kebab(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
