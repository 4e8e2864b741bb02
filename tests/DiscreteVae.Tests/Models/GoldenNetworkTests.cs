using System.Text.Json;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

/// <summary>A whole train step of a small network against PyTorch: losses, and gradients by logits, weights and biases.</summary>
public class GoldenNetworkTests
{
    private static readonly JsonElement Network = Golden.Block("network");

    public static TheoryData<string, string, string> Cases()
    {
        var data = new TheoryData<string, string, string>();
        foreach (JsonElement golden in Golden.Cases("network"))
        {
            string estimator = golden.GetProperty("estimator").GetString()!;
            if (GradientEstimators.All.Find(estimator) is null) continue;
            foreach (string backend in TestBackends.Names) data.Add(backend, estimator, golden.GetProperty("target").GetString()!);
        }
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_step_has_the_losses_and_gradients_of_PyTorch(string backendName, string estimator, string target)
    {
        JsonElement golden = Golden.Cases("network").First(c =>
            c.GetProperty("estimator").GetString() == estimator && c.GetProperty("target").GetString() == target);
        using IBackend backend = TestBackends.Create(backendName);
        CategoricalVae model = CreateModel(backend);
        var recorder = new GradientRecorder();
        var step = new TrainStep(model, Create(estimator, golden, model.Shape.Latent), recorder);
        var images = new PixelBatch(Network.GetProperty(target).ToMatrix());
        var settings = new StepSettings(golden.GetProperty("temperature").GetDouble(), 1, 0);

        Elbo elbo = step.Run(images, settings, new GivenNoise(Network, golden, model.Posterior));

        Assert.Equal(golden.GetProperty("elboPerDatum").GetDouble(), elbo.PerDatum, Golden.Tolerance * 10);
        Assert.Equal(golden.GetProperty("kl").GetDouble(), elbo.Kl, Golden.Tolerance * 2);
        Golden.Agree(golden.GetProperty("gradLogits"), step.LogitsGradient.Span, "gradLogits");
        IDenseLayer[] layers = [.. model.Encoder.Layers, .. model.Decoder.Layers];
        for (int l = 0; l < layers.Length; l++)
        {
            var weight = new Real[layers[l].Inputs * layers[l].Outputs];
            var bias = new Real[layers[l].Outputs];
            layers[l].GetState(0, weight, bias);
            // The golden gradients are of the sum over the minibatch, ours of its mean.
            foreach (ref Real value in weight.AsSpan()) value *= images.Count;
            foreach (ref Real value in bias.AsSpan()) value *= images.Count;
            Golden.Agree(golden.GetProperty("gradWeights")[l], weight, $"gradWeights[{l}]");
            Golden.Agree(golden.GetProperty("gradBiases")[l], bias, $"gradBiases[{l}]");
        }
    }

    private static CategoricalVae CreateModel(IBackend backend)
    {
        JsonElement dims = Golden.Block("dims");
        var latent = new LatentShape(dims.GetProperty("latents").GetInt32(), dims.GetProperty("categories").GetInt32());
        int[] hidden = [.. dims.GetProperty("hidden").EnumerateArray().Select(h => h.GetInt32())];
        var model = new CategoricalVae(backend, new ModelShape(dims.GetProperty("inputs").GetInt32(), hidden, latent, Activation.Relu));
        IDenseLayer[] layers = [.. model.Encoder.Layers, .. model.Decoder.Layers];
        for (int l = 0; l < layers.Length; l++)
        {
            layers[l].SetParameters(Network.GetProperty("weights")[l].ToMatrix().Span, Reals(Network.GetProperty("biases")[l]));
        }
        return model;
    }

    private static IGradientEstimator Create(string name, JsonElement golden, LatentShape shape)
    {
        Variant<EstimatorFactory> variant = GradientEstimators.All[name];
        object options = name switch
        {
            "reinforce" => new ReinforceOptions
            {
                Baseline = ReinforceBaseline.Constant,
                BaselineValue = golden.GetProperty("baseline").GetDouble(),
            },
            "gapped-straight-through" => new GappedStraightThroughOptions { Gap = golden.GetProperty("gap").GetDouble() },
            "rao-blackwell-straight-through-gumbel-softmax" =>
                new RaoBlackwellOptions { Repeats = golden.GetProperty("repeats").GetInt32() },
            _ => variant.DefaultOptions(),
        };
        return variant.Create(options)(new EstimatorContext(shape));
    }

    private static Real[] Reals(JsonElement element) => [.. element.Flatten().Select(value => (Real)value)];
}
