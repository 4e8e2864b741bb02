using DiscreteVae.Estimators;
using DiscreteVae.Numerics;
using DiscreteVae.Tests.Support.Numerics;

namespace DiscreteVae.Tests.Estimators;

public class ConditionalRelaxationTests
{
    /// <summary>⟨e, A g + Ã g̃⟩ = ⟨Aᵀ e, g⟩ + ⟨Ãᵀ e, g̃⟩ for any e, g and g̃.</summary>
    [Fact]
    public void The_transpose_is_the_transpose()
    {
        var shape = new LatentShape(3, 4);
        Posterior posterior = TestInputs.PosteriorOf(shape, TestInputs.Normal(1, 5 * shape.Width));
        var relaxation = new ConditionalRelaxation(shape);
        relaxation.Draw(posterior, TestInputs.Noise(2));
        Matrix both = new(0, shape.Width), slopes = TestInputs.NormalMatrix(3, 10, shape.Width), e = TestInputs.NormalMatrix(4, 5, shape.Width);
        Real[] g = slopes.Span.ToArray();
        relaxation.Relax(posterior, (Real)0.7, both);
        relaxation.Backward(posterior, (Real)0.7, both, slopes);
        double left = 0, right = 0;
        for (int i = 0; i < g.Length; i++) left += (double)e.Span[i % e.Span.Length] * slopes.Span[i];
        var transposed = new Matrix(0, shape.Width);
        relaxation.Transpose(posterior, (Real)0.7, both, e, transposed);
        for (int i = 0; i < g.Length; i++) right += (double)transposed.Span[i] * g[i];
        Assert.Equal(left, right, 100 * Golden.Tolerance);
        Assert.True(Math.Abs(left) > 0.1);
    }
}
