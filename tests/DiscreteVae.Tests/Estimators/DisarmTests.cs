using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class DisarmTests
{
    [Fact]
    public void More_than_two_categories_are_an_error_that_says_so() =>
        Assert.Contains("model:categories must be 2, and it is 3", Assert.Throws<EstimatorNotApplicableException>(() =>
            new Disarm(new EstimatorContext(new LatentShape(2, 3)))).Message, StringComparison.Ordinal);

    /// <summary>
    /// One latent with f = (0, 1): the gradient by θ_1 is σ(η) σ(−η), and the estimate is ½ σ(|η|) where the codes differ.
    /// </summary>
    [Theory]
    [InlineData(0.1, true)]
    [InlineData(0.5, false)]
    [InlineData(0.9, true)]
    public void Antithetic_codes_give_half_the_larger_probability(double uniform, bool differ)
    {
        var shape = new LatentShape(1, 2);
        var problem = new EnumerableProblem(shape, new PolynomialLoss([0, 1]), [0, 1]);
        // σ(1) = 0.731: u = 0.5 makes both codes 1; the others make them differ.
        Real[] gradient = problem.Estimate(new Disarm(new EstimatorContext(shape)), 1, new OneUniform((Real)uniform)).Span.ToArray();
        double expected = differ ? 0.5 / (1 + Math.Exp(-1)) : 0;
        Assert.Equal(expected, gradient[1], 1e-6);
        Assert.Equal(-expected, gradient[0], 1e-6);
    }

    private sealed class OneUniform(Real value) : INoise
    {
        public void FillUniform(int lane, Span<Real> destination, int first = 0) => destination.Fill(value);

        public void FillExponential(int lane, Span<Real> destination, int first = 0) => throw new NotSupportedException();
    }
}
