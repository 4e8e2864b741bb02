using DiscreteVae.Backends;
using DiscreteVae.Estimators;
using DiscreteVae.Layers;
using DiscreteVae.Models;
using DiscreteVae.Numerics;
using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Backends;

/// <summary>Weights, the optimiser's states and the step, carried into another model, go on as the first one does.</summary>
public class OptimizerStateTests
{
    private static readonly ModelShape Shape = new(37, [19, 7], new LatentShape(3, 5), Activation.Relu);

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string backend in new[] { "simd", "mathnet" })
        {
            foreach (string optimizer in OptimizerRegistry.All.Names) cases.Add(backend, optimizer);
        }
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_carried_state_goes_on_to_the_bit(string backend, string optimizer)
    {
        using var first = new Trained(backend, optimizer);
        for (int step = 0; step < 4; step++) first.Step(step);
        StateTape tape = StateTape.Record(first.State);
        using var second = new Trained(backend, optimizer);
        second.CopyWeights(first);
        tape.PlayInto(second.State);
        for (int step = 4; step < 8; step++)
        {
            first.Step(step);
            second.Step(step);
        }
        Assert.Equal(first.Weights(), second.Weights());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Without_the_state_the_steps_differ(string backend, string optimizer)
    {
        using var first = new Trained(backend, optimizer);
        for (int step = 0; step < 4; step++) first.Step(step);
        using var second = new Trained(backend, optimizer);
        second.CopyWeights(first);
        first.Step(4);
        second.Step(4);
        Assert.NotEqual(first.Weights(), second.Weights());
    }

    [Fact]
    public void States_carry_from_one_backend_to_another_under_the_same_names()
    {
        using var simd = new Trained("simd", "adam");
        for (int step = 0; step < 3; step++) simd.Step(step);
        StateTape tape = StateTape.Record(simd.State);
        Assert.Equal(
            ["step", "0.encoder.0.weight", "0.encoder.0.bias"], tape.Names.Take(3));
        using var other = new Trained("mathnet", "adam");
        tape.PlayInto(other.State);
        Assert.Equal(tape.Names, StateTape.Record(other.State).Names);
        var (one, two) = (new float[19 * 37], new float[19 * 37]);
        simd.Model.Encoder.Layers[0].GetState(1, one, new float[19]);
        other.Model.Encoder.Layers[0].GetState(1, two, new float[19]);
        Assert.Equal(one, two);
        Assert.Contains(one, value => value != 0);
    }

    private sealed class Trained : IDisposable
    {
        private readonly IBackend _backend;
        private readonly TrainStep _step;
        private readonly StreamNoise _noise = new();
        private readonly PixelBatch _images = new(10, Shape.Pixels, PixelKind.Binary);

        public Trained(string backend, string optimizer)
        {
            _backend = BackendRegistry.Create(backend, 1);
            Model = new CategoricalVae(_backend, Shape);
            Model.Initialize(5);
            IOptimizer made = OptimizerRegistry.All[optimizer].Create(OptimizerRegistry.All[optimizer].DefaultOptions());
            _step = new TrainStep(Model, new StraightThrough(Shape.Latent), made);
            State = new OptimizerState(Model, made);
        }

        public CategoricalVae Model { get; }

        public OptimizerState State { get; }

        public void Step(int step)
        {
            _images.SetCount(10);
            for (int i = 0; i < 10; i++)
            {
                for (int d = 0; d < Shape.Pixels; d++) _images.Bytes(i)[d] = (byte)((i * 7 + d * 3 + step) % 4 == 0 ? 1 : 0);
            }
            _noise.Stream = RandomStream.Create(5, Purpose.Estimator, (ulong)step);
            _step.Run(_images, new StepSettings(1, 1, 0.001), _noise);
        }

        public void CopyWeights(Trained other)
        {
            foreach ((IDenseLayer to, IDenseLayer from) in Layers(Model).Zip(Layers(other.Model)))
            {
                float[] weight = new float[from.Inputs * from.Outputs], bias = new float[from.Outputs];
                from.GetParameters(weight, bias);
                to.SetParameters(weight, bias);
            }
        }

        public float[] Weights() =>
        [
            .. Layers(Model).SelectMany(layer =>
            {
                float[] weight = new float[layer.Inputs * layer.Outputs], bias = new float[layer.Outputs];
                layer.GetParameters(weight, bias);
                return weight.Concat(bias);
            }),
        ];

        public void Dispose() => _backend.Dispose();

        private static IEnumerable<IDenseLayer> Layers(CategoricalVae model) => [.. model.Encoder.Layers, .. model.Decoder.Layers];
    }
}
