using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// The free part r(s, x) of <see cref="Relax"/>'s surrogate: a network of a relaxed code and, where the estimator knows it, the image.
/// </summary>
internal sealed class Surrogate(EstimatorContext context, int hidden) : IStateful
{
    private readonly int _width = context.Shape.Width;
    private readonly TanhNetwork _network = new(context.Shape.Width + context.Pixels, hidden, context.Seed);
    private readonly Matrix _inputs = new(0, context.Shape.Width + context.Pixels);
    private readonly Matrix _hidden = new(0, hidden);
    private readonly Matrix _slopes = new(0, context.Shape.Width);
    private readonly Matrix _values = new(0, 1);

    /// <summary>Overwrites <paramref name="control"/> with −r(s̃)(z − p) + D for r: see <see cref="ConditionalRelaxation"/>.</summary>
    public void Control(Posterior posterior, Matrix both, ConditionalRelaxation relaxation, Real temperature, Matrix control)
    {
        int count = posterior.Count;
        _inputs.WithRows(both.Rows);
        _hidden.WithRows(both.Rows);
        _values.WithRows(both.Rows);
        _slopes.WithRows(both.Rows);
        for (int r = 0; r < both.Rows; r++)
        {
            Span<Real> input = _inputs.Row(r);
            both.Row(r).CopyTo(input);
            if (context.Pixels > 0) Images(posterior).CopyIntensities(r % count, input[_width..]);
            _values.Span[r] = _network.Forward(input, _hidden.Row(r));
            _network.InputGradient(_hidden.Row(r), _slopes.Row(r));
        }
        relaxation.Backward(posterior, temperature, both, _slopes);
        relaxation.Control(posterior, _values.Span, _slopes, control);
    }

    /// <summary>Steps against the gradient of a loss of the estimate, at what <see cref="Control"/> was given last.</summary>
    /// <param name="posterior">p.</param>
    /// <param name="both">s and s̃.</param>
    /// <param name="relaxation">Of the draw.</param>
    /// <param name="temperature">λ.</param>
    /// <param name="estimateGradient">e, the loss's gradient by the estimate, B × N·K.</param>
    /// <param name="learningRate">Of Adam.</param>
    public void Train(Posterior posterior, Matrix both, ConditionalRelaxation relaxation, Real temperature, Matrix estimateGradient,
        double learningRate)
    {
        Accumulate(posterior, both, relaxation, temperature, estimateGradient);
        _network.Step(learningRate);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor) => _network.VisitState(visitor);

    // The estimate holds A ∇r(s) − Ã ∇r(s̃) − r(s̃)(z − p), linear in r.
    private void Accumulate(Posterior posterior, Matrix both, ConditionalRelaxation relaxation, Real temperature, Matrix estimateGradient)
    {
        int count = posterior.Count;
        relaxation.Transpose(posterior, temperature, both, estimateGradient, _slopes);
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<Real> e = estimateGradient.Row(b), z = relaxation.Codes.Row(b), p = posterior.Probabilities.Row(b);
            Real byValue = 0;
            for (int i = 0; i < e.Length; i++) byValue -= e[i] * (z[i] - p[i]);
            Span<Real> conditional = _slopes.Row(count + b);
            foreach (ref Real slope in conditional) slope = -slope;
            _network.Accumulate(_inputs.Row(b), _hidden.Row(b), 0, _slopes.Row(b));
            _network.Accumulate(_inputs.Row(count + b), _hidden.Row(count + b), byValue, conditional);
        }
    }

    private static PixelBatch Images(Posterior posterior) =>
        posterior.Images ?? throw new InvalidOperationException("The posterior does not say which images it is of.");
}
