using CsCheck;
using DiscreteVae.Research;
using DiscreteVae.Research.Datasets;

namespace DiscreteVae.Tests.Datasets;

public class TrainingSplitTests
{
    [Fact]
    public void The_parts_are_disjoint_ascending_and_together_everything()
    {
        Gen.Select(Gen.Int[1, 300], Gen.Int[0, 299], Gen.ULong).Sample((images, some, seed) =>
        {
            int held = some % images;
            var split = TrainingSplit.Create(images, held, seed);
            Assert.Equal(held, split.Validation.Length);
            Assert.Equal(split.Train.Order(), split.Train);
            Assert.Equal(split.Validation.Order(), split.Validation);
            Assert.Equal(Enumerable.Range(0, images), split.Train.Concat(split.Validation).Order());
        });
    }

    [Fact]
    public void The_seed_decides()
    {
        Assert.Equal(TrainingSplit.Create(1_000, 100, 3).Validation, TrainingSplit.Create(1_000, 100, 3).Validation);
        Assert.NotEqual(TrainingSplit.Create(1_000, 100, 3).Validation, TrainingSplit.Create(1_000, 100, 4).Validation);
    }

    [Theory]
    [InlineData(10, 10)]
    [InlineData(10, 11)]
    public void Holding_out_everything_is_an_error(int images, int validation)
    {
        UserErrorException error = Assert.Throws<UserErrorException>(() => TrainingSplit.Create(images, validation, 0));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Equal($"data:validation: {validation} images cannot be held out of {images}; "
            + "at least one must be left to train on.", error.Message);
    }

    [Fact]
    public void A_minibatch_larger_than_the_data_is_an_error()
    {
        var split = TrainingSplit.Create(110, 10, 0);
        split.RequireBatch(100);
        UserErrorException error = Assert.Throws<UserErrorException>(() => split.RequireBatch(101));
        Assert.Equal(ExitCode.Usage, error.ExitCode);
        Assert.Equal("training:batchSize: a minibatch of 101 is larger than the 100 training images "
            + "that 10 validation images leave.", error.Message);
    }
}
