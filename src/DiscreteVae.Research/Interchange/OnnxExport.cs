using System.Globalization;
using DiscreteVae.Layers;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Interchange;

/// <summary>A checkpoint's encoder and decoder as ONNX models.</summary>
/// <param name="checkpoint">The weights.</param>
/// <param name="activation">Behind the hidden layers.</param>
internal sealed class OnnxExport(CheckpointContent checkpoint, Activation activation)
{
    private readonly int _pixels = checkpoint.Sizes[0];
    private readonly int _latents = checkpoint.Latents;
    private readonly int _categories = checkpoint.Categories;

    /// <summary>
    /// <c>images</c> (B × D in [0, 1], row after row) to <c>logits</c> (B × N × K) and <c>probabilities</c>, their softmax over K.
    /// </summary>
    public byte[] Encoder()
    {
        var graph = new OnnxGraph("encoder");
        string images = graph.Input("images", checkpoint.Binarization == "none" ? "grey levels in [0, 1]" : "pixels, 0 or 1", _pixels);
        string flat = Perceptron(graph, images, "encoder", "logits.flat", checkpoint.Encoder);
        string logits = graph.Reshape(flat, "logits", _latents, _categories);
        graph.Softmax(logits, "probabilities");
        graph.Output("logits", "of q(z | x), a row a latent", _latents, _categories);
        graph.Output("probabilities", "of q(z | x), a row a latent", _latents, _categories);
        return graph.ToModel("q(z | x) of a variational autoencoder with categorical latents.", Metadata());
    }

    /// <summary><c>codes</c> (B × N × K, one-hot) to <c>logits</c> (B × D) and <c>means</c>, p(x = 1 | z) of each pixel.</summary>
    public byte[] Decoder()
    {
        var graph = new OnnxGraph("decoder");
        string codes = graph.Input("codes", "one-hot, a row a latent", _latents, _categories);
        string flat = graph.Reshape(codes, "codes.flat", _latents * _categories);
        string logits = Perceptron(graph, flat, "decoder", "logits", checkpoint.Decoder);
        graph.Sigmoid(logits, "means");
        graph.Output("logits", "of each pixel's Bernoulli distribution", _pixels);
        graph.Output("means", "p(x = 1 | z) of each pixel", _pixels);
        return graph.ToModel("p(x | z) of a variational autoencoder with categorical latents.", Metadata());
    }

    private string Perceptron(OnnxGraph graph, string x, string part, string result, IReadOnlyList<DenseWeights> layers)
    {
        for (int l = 0; l < layers.Count; l++)
        {
            DenseWeights layer = layers[l];
            bool last = l == layers.Count - 1;
            x = graph.Dense(x, last ? result : $"{part}.{l}", layer.Inputs, layer.Outputs, layer.Weight, layer.Bias);
            if (!last && !activation.IsIdentity) x = graph.LeakyRelu(x, $"{part}.{l}.active", activation.NegativeSlope);
        }
        return x;
    }

    private Dictionary<string, string> Metadata() => new()
    {
        ["latents"] = Text(_latents),
        ["categories"] = Text(_categories),
        ["height"] = Text(checkpoint.Height),
        ["width"] = Text(checkpoint.Width),
        ["dataset"] = checkpoint.Dataset,
        ["binarization"] = checkpoint.Binarization,
        ["trial"] = checkpoint.Trial,
        ["epoch"] = Text(checkpoint.Epoch),
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
