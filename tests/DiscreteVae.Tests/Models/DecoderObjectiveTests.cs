using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Models;

public class DecoderObjectiveTests
{
    private const int Batch = 3;
    private const int Samples = 2;

    private readonly CategoricalVae _model = SmallModel.Create();
    private readonly PixelBatch _images = TestInputs.BinaryImages(3, Batch, SmallModel.Pixels);
    private readonly DecoderObjective _objective;
    private readonly Matrix _codes;

    public DecoderObjectiveTests()
    {
        _objective = new DecoderObjective(_model);
        Posterior posterior = _model.Encode(_images);
        _codes = new CategoricalSample(posterior.Shape).Draw(posterior, TestInputs.Noise(4), 1, Samples);
    }

    [Fact]
    public void Rows_are_blocks_of_the_minibatch()
    {
        Real[] losses = Evaluate(_codes);
        for (int r = 0; r < _codes.Rows; r++)
        {
            Matrix mean = _model.DecodeMeans(TestInputs.ToMatrix(_codes.Row(r), 1));
            double expected = 0;
            var target = new Real[SmallModel.Pixels];
            _images.CopyIntensities(r % Batch, target);
            for (int d = 0; d < target.Length; d++) expected -= Math.Log(target[d] == 1 ? mean[0, d] : 1 - mean[0, d]);
            Assert.Equal(expected, losses[r], Golden.Tolerance * 10);
        }
        Assert.Equal(Batch, _objective.Count);
    }

    [Fact]
    public void Equal_weights_are_the_default_and_scale_the_code_gradient()
    {
        Matrix plain = new(0, _codes.Columns), byDefault = new(0, _codes.Columns), weighted = new(0, _codes.Columns);
        Evaluate(_codes);
        _objective.Gradient(plain);
        Real[] first = Learn([], byDefault);
        Evaluate(_codes);
        Real[] second = Learn([(Real)0.5, (Real)0.5, (Real)0.5, (Real)0.5, (Real)0.5, (Real)0.5], weighted);
        for (int i = 0; i < first.Length; i++) Assert.Equal(first[i], second[i], Golden.Tolerance);
        for (int i = 0; i < plain.Span.Length; i++)
        {
            Assert.Equal(plain.Span[i] / 2, byDefault.Span[i], Golden.Tolerance);
            Assert.Equal(byDefault.Span[i], weighted.Span[i], Golden.Tolerance);
        }
    }

    /// <summary>Weights 1 for one sample and 0 for the other are a minibatch of the one sample only.</summary>
    [Fact]
    public void Weights_choose_between_the_samples_of_a_datum()
    {
        Evaluate(_codes);
        Real[] chosen = Learn([1, 0, 1, 0, 1, 0], null);
        Matrix single = new(0, _codes.Columns);
        foreach (int row in (int[])[0, 4, 2]) _codes.Row(row).CopyTo(single.WithRows(3).Row(row % Batch));
        Evaluate(single);
        Real[] expected = Learn([], null);
        for (int i = 0; i < chosen.Length; i++) Assert.Equal(expected[i], chosen[i], Golden.Tolerance);
    }

    [Fact]
    public void Calls_out_of_order_are_errors()
    {
        var losses = new Real[_codes.Rows];
        _objective.Begin(_images, new GradientRecorder());
        Assert.Throws<InvalidOperationException>(() => _objective.Gradient(new Matrix(0, _codes.Columns)));
        Assert.Throws<InvalidOperationException>(() => _objective.Learn());
        Assert.False(_objective.HasLearned);
        _objective.Evaluate(_codes, losses);
        _objective.Learn();
        Assert.True(_objective.HasLearned);
        Assert.Throws<InvalidOperationException>(() => _objective.Evaluate(_codes, losses));
        Assert.Throws<InvalidOperationException>(() => _objective.Learn());
    }

    [Fact]
    public void Without_an_optimiser_nothing_is_learnt()
    {
        Real[] before = _model.Layers().Get();
        _objective.Begin(_images, null);
        _objective.Evaluate(_codes, new Real[_codes.Rows]);
        _objective.Learn(codeGradient: new Matrix(0, _codes.Columns));
        Assert.Equal(before, _model.Layers().Get());
    }

    private Real[] Evaluate(Matrix codes)
    {
        var losses = new Real[codes.Rows];
        _objective.Begin(_images, new GradientRecorder());
        _objective.Evaluate(codes, losses);
        return losses;
    }

    private Real[] Learn(Real[] weights, Matrix? codeGradient)
    {
        _objective.Learn(weights, codeGradient);
        return _model.Decoder.Layers.GetGradients();
    }
}
