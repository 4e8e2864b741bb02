using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class EvaluationTests
{
    [Fact]
    public void It_is_the_ELBO_of_one_hard_sample_a_datum()
    {
        CategoricalVae model = SmallModel.Create();
        PixelBatch images = TestInputs.BinaryImages(1, 6, SmallModel.Pixels);
        Elbo elbo = new Evaluation(model).Run(images, TestInputs.Noise(2));

        Posterior posterior = model.Encode(images);
        Matrix codes = new CategoricalSample(SmallModel.Latent).Draw(posterior, TestInputs.Noise(2), 1);
        foreach (Real value in codes.Span) Assert.True(value is 0 or 1);
        Matrix means = model.DecodeMeans(codes);
        double logLikelihood = 0, kl = 6 * SmallModel.Latent.MaximumKl;
        for (int b = 0; b < 6; b++)
        {
            for (int d = 0; d < SmallModel.Pixels; d++)
                logLikelihood += Math.Log(images.Bytes(b)[d] == 1 ? means[b, d] : 1 - means[b, d]);
        }
        foreach (Real p in posterior.Probabilities.Span) kl += p * Math.Log(p);
        Assert.Equal(6, elbo.Count);
        Assert.Equal(logLikelihood, elbo.LogLikelihood, Golden.Tolerance * 100);
        Assert.Equal(kl, elbo.Kl, Golden.Tolerance * 100);
        Assert.True(elbo.LogLikelihood < 0 && elbo.Kl > 0);
    }

    [Fact]
    public void It_trains_nothing_and_gives_the_same_again()
    {
        CategoricalVae model = SmallModel.Create();
        PixelBatch images = TestInputs.BinaryImages(1, 6, SmallModel.Pixels);
        Real[] before = model.Layers().Get();
        var evaluation = new Evaluation(model);
        Elbo first = evaluation.Run(images, TestInputs.Noise(2));
        Elbo larger = evaluation.Run(TestInputs.BinaryImages(4, 9, SmallModel.Pixels), TestInputs.Noise(3));
        Assert.Equal(9, larger.Count);
        Assert.Equal(first, evaluation.Run(images, TestInputs.Noise(2)));
        Assert.NotEqual(first, evaluation.Run(images, TestInputs.Noise(5)));
        Assert.Equal(before, model.Layers().Get());
    }
}
