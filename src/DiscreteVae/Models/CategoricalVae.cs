using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Models;

/// <summary>
/// A variational autoencoder with categorical latents: an encoder gives the logits of q(z | x) = Π_n Cat(z_n), z are N one-hot vectors of
/// K, the prior is uniform or learned, and a decoder gives the pixel logits of p(x | z). Jeffares and Liu, 2025, arXiv 2505.10344.
/// </summary>
public sealed class CategoricalVae
{
    private readonly Activations _images;
    private readonly Activations _codes;

    /// <summary>Makes the model, all weights 0.</summary>
    /// <param name="backend">Where the arithmetic runs.</param>
    /// <param name="shape">All widths.</param>
    /// <param name="prior">p(z); null is the uniform one.</param>
    public CategoricalVae(IBackend backend, ModelShape shape, IPrior? prior = null)
    {
        Prior = prior ?? new UniformPrior(shape.Latent);
        Backend = backend;
        Shape = shape;
        Encoder = new MultilayerPerceptron(backend, shape.EncoderSizes, shape.Activation);
        Decoder = new MultilayerPerceptron(backend, shape.DecoderSizes, shape.Activation);
        Posterior = new Posterior(shape.Latent);
        _images = backend.CreateActivations(shape.Pixels);
        _codes = backend.CreateActivations(shape.Latent.Width);
    }

    /// <summary>Where the arithmetic runs.</summary>
    public IBackend Backend { get; }

    /// <summary>All widths.</summary>
    public ModelShape Shape { get; }

    /// <summary>p(z).</summary>
    public IPrior Prior { get; }

    /// <summary>x to logits.</summary>
    public MultilayerPerceptron Encoder { get; }

    /// <summary>z to pixel logits.</summary>
    public MultilayerPerceptron Decoder { get; }

    /// <summary>q(z | x) of the minibatch encoded last.</summary>
    public Posterior Posterior { get; }

    /// <summary>The images encoded last, as the encoder reads them.</summary>
    internal Activations Images => _images;

    /// <summary>The codes decoded last, as the decoder reads them.</summary>
    internal Activations Codes => _codes;

    /// <summary>Draws all weights as PyTorch does by default.</summary>
    public void Initialize(ulong seed)
    {
        Encoder.Initialize(seed, 0);
        Decoder.Initialize(seed, 1000);
    }

    /// <summary>Computes <see cref="Posterior"/> for a minibatch.</summary>
    public Posterior Encode(PixelBatch images)
    {
        Backend.Read(images, _images);
        Backend.Write(Encoder.Forward(_images), Posterior.Logits);
        Posterior.Images = images;
        Posterior.Update(Backend);
        return Posterior;
    }

    /// <summary>Computes the pixel logits of codes (R × N·K, one-hot or relaxed); the result is overwritten by the next call.</summary>
    public Activations Decode(Matrix codes)
    {
        Backend.Read(codes, _codes);
        return Decoder.Forward(_codes);
    }

    /// <summary>The mean images σ(l) of codes, R × D, as a row-major matrix.</summary>
    public Matrix DecodeMeans(Matrix codes)
    {
        var means = new Matrix(codes.Rows, Shape.Pixels);
        Backend.Write(Decode(codes), means);
        BernoulliLoss.Mean(means.Span);
        return means;
    }
}
