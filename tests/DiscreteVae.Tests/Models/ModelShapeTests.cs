using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Models;

public class ModelShapeTests
{
    private static readonly ModelShape Tutorial = new(784, [512, 256], new LatentShape(4, 8), Activation.Relu);

    [Fact]
    public void The_decoder_mirrors_the_encoder()
    {
        Assert.Equal([784, 512, 256, 32], Tutorial.EncoderSizes);
        Assert.Equal([32, 256, 512, 784], Tutorial.DecoderSizes);
        Assert.Equal([784, 32], (Tutorial with { Hidden = [] }).EncoderSizes);
    }

    /// <summary>
    /// 6 a weight (forward, input gradient, weight gradient), without the input gradient of the encoder's first layer.
    /// </summary>
    [Fact]
    public void The_tutorials_model_takes_5_69_million_operations_a_datum() =>
        Assert.Equal(6.0 * 2 * (784 * 512 + 512 * 256 + 256 * 32) - 2 * 784 * 512, Tutorial.TrainingFlops);
}
