using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Trials;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Trials;

public sealed class TrialFiguresTests : IDisposable
{
    private const int Images = 403;

    private readonly IBackend _backend = TestBackends.Default;
    private readonly CategoricalVae _model;
    private readonly ImageSet _images = new("made up", 3, 2, [.. Enumerable.Range(0, Images * 6).Select(i => (byte)(i * 37 % 256))]);

    public TrialFiguresTests()
    {
        _model = new CategoricalVae(_backend, new ModelShape(6, [8], new LatentShape(2, 3), Activation.Relu));
        _model.Initialize(5);
    }

    public void Dispose() => _backend.Dispose();

    [Fact]
    public void The_aggregate_posterior_is_the_mean_over_every_image()
    {
        double[] marginals = TrialFigures.AggregatePosterior(_model, _images, Binarization.None, 0);
        double[] sums = new double[6];
        var one = new PixelBatch(1, 6, PixelKind.Grey);
        for (int image = 0; image < Images; image++)
        {
            one.SetCount(1);
            _images.Image(image).CopyTo(one.Bytes(0));
            Posterior posterior = _model.Encode(one);
            for (int i = 0; i < 6; i++) sums[i] += posterior.Probabilities[0, i];
        }
        Assert.Equal(6, marginals.Length);
        // float32 probabilities, computed in batches of another size.
        for (int i = 0; i < 6; i++) Assert.Equal(sums[i] / Images, marginals[i], 1e-6);
        Assert.Equal(1, marginals[..3].Sum(), 1e-5);
        Assert.Equal(1, marginals[3..].Sum(), 1e-5);
    }

    [Fact]
    public void Samples_from_the_prior_take_every_category_and_show_what_their_code_decodes_to()
    {
        PriorSamplesFigure figure = TrialFigures.PriorSamples(_model, 3, 2, seed: 1, count: 64, "");
        Assert.Equal((64, 64), (figure.Images.Count, figure.Codes.Count));
        // A category is missed by all of 64 with probability 6 (2/3)^64 < 1e-10.
        for (int latent = 0; latent < 2; latent++) Assert.Equal([0, 1, 2], figure.Codes.Select(code => code[latent]).Distinct().Order());
        var code = new Matrix(1, 6);
        code[0, figure.Codes[7][0]] = 1;
        code[0, 3 + figure.Codes[7][1]] = 1;
        float[] decoded = _model.DecodeMeans(code).Row(0).ToArray();
        // float32, decoded in another batch.
        Assert.All(decoded.Zip(figure.Images[7]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        ImageGrid grid = figure.Grid();
        Assert.Equal($"{figure.Codes[7][0]} {figure.Codes[7][1]}", grid.Captions[7]);
    }
}
