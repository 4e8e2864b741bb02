using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

/// <summary>The reference itself, against published numbers and derivatives worked out by hand.</summary>
public class EnumerableProblemTests
{
    [Fact]
    public void The_published_exact_gradient_is_met() => PublishedToy.Agree(
        [.63609310, -.76717581, .13108270, -.05194847, .54354695, -.49159848], PublishedToy.Problem.ExactGradient);

    /// <summary>For linear f the gradient is J(p) a = p ∘ (a − ⟨p, a⟩).</summary>
    [Fact]
    public void A_linear_loss_has_the_gradient_of_the_softmax()
    {
        var problem = new EnumerableProblem(new LatentShape(1, 2), new PolynomialLoss([3, 1]), [0, 0]);
        Assert.Equal([0.5, -0.5], problem.ExactGradient);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("quadratic")]
    [InlineData("cubic")]
    [InlineData("bernoulli")]
    public void Each_datum_has_a_loss_and_a_gradient_of_its_own(string loss)
    {
        EnumerableProblem problem = EnumerableProblem.Create(loss, latents: 2, categories: 3, data: 3, seed: 5);
        double[][] rows = [.. problem.ExactGradient.Chunk(6)];
        Assert.Equal(3, rows.Length);
        for (int b = 1; b < rows.Length; b++) Assert.True(rows[b].Zip(rows[0], (x, y) => Math.Abs(x - y)).Max() > 0.01);
        // Softmax gradients sum to 0 over the categories of each latent.
        foreach (double[] latent in problem.ExactGradient.Chunk(3)) Assert.Equal(0, latent.Sum(), 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 1)]
    public void One_category_leaves_nothing_to_learn(int latents, int categories) =>
        Assert.All(EnumerableProblem.Create("cubic", latents, categories, data: 2, seed: 6).ExactGradient,
            value => Assert.Equal(0, value, 1e-12));
}
