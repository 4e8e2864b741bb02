using System.Text.Json;
using DiscreteVae.Optimizers;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Optimizers;

/// <summary>Parameter trajectories over a fixed sequence of gradients, against PyTorch.</summary>
public class GoldenTrajectoryTests
{
    private static readonly JsonElement Block = Golden.Block("optimizers");

    [Theory]
    [InlineData("adam", 5e-4, 0.9, 0.999, 1e-8)]
    [InlineData("adam-lr1e-2-betas", 1e-2, 0.8, 0.95, 1e-6)]
    public void Adam_follows_PyTorch(string name, double learningRate, double beta1, double beta2, double epsilon)
    {
        var options = new AdamOptions { Beta1 = beta1, Beta2 = beta2, Epsilon = epsilon };
        Follow(name, OptimizerRegistry.All["adam"].Create(options), learningRate);
    }

    [Fact]
    public void RAdam_follows_PyTorch_through_the_end_of_its_warm_up() => Follow("radam", OptimizerRegistry.All["radam"].Create(), 1e-2);

    [Fact]
    public void AdamW_follows_PyTorch() =>
        Follow("adamw", OptimizerRegistry.All["adamw"].Create(new AdamWOptions { WeightDecay = 0.1 }), 1e-2);

    [Fact]
    public void Sgd_with_momentum_follows_PyTorch() => Follow("sgd-momentum", OptimizerRegistry.All["sgd"].Create(), 1e-2);

    private static void Follow(string name, IOptimizer optimizer, double learningRate)
    {
        JsonElement golden = Golden.Cases("optimizers").First(c => c.GetProperty("optimizer").GetString() == name);
        Real[] parameters = Reals(Block.GetProperty("start")), first = new Real[parameters.Length], second = new Real[parameters.Length];
        int step = 0;
        foreach (JsonElement gradient in Block.GetProperty("gradients").EnumerateArray())
        {
            optimizer.BeginStep(learningRate);
            optimizer.Update(parameters, Reals(gradient), first, second);
            Golden.Agree(golden.GetProperty("trajectory")[step], parameters, $"{name}, step {step + 1}");
            step++;
        }
        Assert.Equal(8, step);
    }

    private static Real[] Reals(JsonElement element) => [.. element.Flatten().Select(value => (Real)value)];
}
