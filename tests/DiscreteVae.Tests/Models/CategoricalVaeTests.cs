using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class CategoricalVaeTests
{
    [Fact]
    public void No_two_layers_begin_alike()
    {
        // Encoder and decoder of 6-6-6: every layer has the shape of every other, so that a shared stream would show.
        var model = new CategoricalVae(TestBackends.Default, new ModelShape(6, [6], new LatentShape(2, 3), Activation.Relu));
        model.Initialize(1);
        Real[][] layers = [.. model.Layers().Select(layer => ((IReadOnlyList<IDenseLayer>)[layer]).Get())];
        Assert.Equal(4, layers.Length);
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < i; j++) Assert.Empty(layers[i].Intersect(layers[j]));
        }
    }

    [Fact]
    public void Encoding_fills_the_posterior_of_each_image()
    {
        CategoricalVae model = SmallModel.Create();
        PixelBatch images = TestInputs.BinaryImages(1, 5, SmallModel.Pixels);
        Assert.Same(model.Posterior, model.Encode(images));
        Assert.Equal(5, model.Posterior.Count);
        Real[] all = model.Posterior.Logits.Span.ToArray();
        for (int b = 0; b < 5; b++)
        {
            var one = new PixelBatch(1, SmallModel.Pixels, PixelKind.Binary);
            one.SetCount(1);
            images.Bytes(b).CopyTo(one.Bytes(0));
            ReadOnlySpan<Real> logits = model.Encode(one).Logits.Span;
            for (int i = 0; i < logits.Length; i++) Assert.Equal(logits[i], all[b * logits.Length + i], Golden.Tolerance);
        }
    }

    [Fact]
    public void Means_of_codes_are_the_logistic_function_of_the_decoders_output()
    {
        CategoricalVae model = SmallModel.Create();
        Matrix codes = TestInputs.NormalMatrix(3, 4, SmallModel.Latent.Width), logits = new(0, SmallModel.Pixels);
        model.Backend.Write(model.Decode(codes), logits);
        Matrix means = model.DecodeMeans(codes);
        for (int i = 0; i < logits.Span.Length; i++)
            Assert.Equal(1 / (1 + Math.Exp(-logits.Span[i])), means.Span[i], Golden.Tolerance);
    }
}
