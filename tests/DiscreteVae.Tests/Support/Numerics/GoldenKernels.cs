using System.Text.Json;
using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// The golden block "kernels": an estimator's gradient of the linear loss Σ z ∘ upstream with sample and noise held fixed, at
/// several temperatures.
/// </summary>
internal static class GoldenKernels
{
    /// <summary>The temperatures that the block has of an estimator.</summary>
    public static TheoryData<double> Temperatures(string name)
    {
        var data = new TheoryData<double>();
        foreach (double temperature in Cases(name).Select(golden => golden.GetProperty("temperature").GetDouble()).Distinct())
            data.Add(temperature);
        return data;
    }

    /// <summary>The estimator, through its own interface, decodes the golden codes and returns the golden gradient.</summary>
    /// <param name="create">Makes the estimator.</param>
    /// <param name="name">Of the golden cases.</param>
    /// <param name="temperature">Of the case.</param>
    /// <param name="gap">Where the case has one: "1.0" or "p".</param>
    public static void Check(CreateEstimator create, string name, double temperature, string? gap = null)
    {
        JsonElement block = Golden.Block("kernels"), golden = Cases(name).Single(c =>
            c.GetProperty("temperature").GetDouble() == temperature
            && (gap is null || c.GetProperty("gap").ToString() == gap));
        JsonElement dims = Golden.Block("dims");
        var shape = new LatentShape(dims.GetProperty("latents").GetInt32(), dims.GetProperty("categories").GetInt32());
        Real[] logits = [.. block.GetProperty("logits").Flatten().Select(value => (Real)value)];
        var problem = new EnumerableProblem(shape, new PolynomialLoss(block.GetProperty("upstream").Flatten()), logits);
        Posterior posterior = problem.CreatePosterior();
        CountingObjective objective = problem.CreateObjective();

        Matrix gradient = problem.Estimate(create(shape), (Real)temperature, new GivenNoise(block, golden, posterior), posterior,
            objective, out _);

        Golden.Agree(golden.GetProperty("forward"), objective.Codes!.Span, "forward");
        Golden.Agree(golden.GetProperty("gradLogits"), gradient.Span, "gradLogits");
    }

    private static IEnumerable<JsonElement> Cases(string name) =>
        Golden.Cases("kernels").Where(c => c.GetProperty("estimator").GetString() == name);
}
