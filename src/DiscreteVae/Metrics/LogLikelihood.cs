using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>
/// The exact log-likelihood by enumeration, nats per datum: ln p(x) = ln Σ_z p(z) p(x | z) over all K^N codes. All data share the codes, so
/// that a code is decoded once for <see cref="GroupSize"/> images and their losses are one matrix product
/// (<see cref="SharedCodeLoss"/>).
/// </summary>
public sealed class LogLikelihood : IMetric
{
    /// <summary>Images that share one decoding of the codes.</summary>
    public const int GroupSize = 2000;

    // Two tables of so many codes times a group are held.
    private const int BlockCodes = 512;

    private readonly LatentShape _shape;
    private readonly CodeEnumeration _enumeration;
    private readonly LogSumExp[] _sums = new LogSumExp[GroupSize];
    private readonly double[] _logPrior;
    private CategoricalVae? _model;
    private SharedCodeLoss? _shared;
    private PixelBatch? _group;
    private Matrix _losses = new(0, 0);
    private double _sum;
    private long _count;

    /// <summary>Makes the buffers.</summary>
    /// <exception cref="MetricNotApplicableException">The codes are more than the context allows.</exception>
    public LogLikelihood(MetricContext context)
    {
        context.RequireEnumeration("log-likelihood");
        _shape = context.Shape;
        _enumeration = new CodeEnumeration(_shape, BlockCodes);
        _logPrior = new double[_shape.Width];
    }

    /// <inheritdoc/>
    public void Begin()
    {
        (_sum, _count) = (0, 0);
        _group?.SetCount(0);
    }

    /// <inheritdoc/>
    public void Add(EvaluatedBatch batch)
    {
        Prepare(batch);
        for (int b = 0; b < batch.Images.Count; b++)
        {
            if (_group!.Count == GroupSize) Evaluate();
            _group.SetCount(_group.Count + 1);
            batch.Images.Bytes(b).CopyTo(_group.Bytes(_group.Count - 1));
        }
    }

    /// <inheritdoc/>
    public void End(MetricReport report)
    {
        Evaluate();
        report.Add("log_likelihood", _sum / _count);
    }

    private void Prepare(EvaluatedBatch batch)
    {
        PixelBatch images = batch.Images;
        if (images.Kind == PixelKind.Real) throw new NotSupportedException("The images of an evaluation are bytes.");
        batch.LogPrior.Span.CopyTo(_logPrior);
        if (_model == batch.Model && _group is not null && _group.Kind == images.Kind) return;
        _model = batch.Model;
        _shared = new SharedCodeLoss(_model.Backend, _model.Shape.Pixels);
        _group = new PixelBatch(GroupSize, images.Width, images.Kind);
    }

    private void Evaluate()
    {
        int count = _group!.Count;
        if (count == 0) return;
        if (_losses.Columns != count) _losses = new Matrix(0, count);
        Array.Fill(_sums, new LogSumExp(), 0, count);
        _shared!.SetImages(_group);
        for (int block = 0; block < _enumeration.Blocks; block++)
        {
            _shared.Forward(_model!.Decode(_enumeration.Codes(block)), _losses, means: false);
            for (int c = 0; c < _enumeration.BlockCodes; c++)
            {
                double prior = LogPrior(block * _enumeration.BlockCodes + c);
                ReadOnlySpan<Real> row = _losses.Row(c);
                for (int b = 0; b < row.Length; b++) _sums[b].Add(prior - row[b]);
            }
        }
        for (int b = 0; b < count; b++) _sum += _sums[b].Value;
        _count += count;
        _group.SetCount(0);
    }

    private double LogPrior(int code)
    {
        double sum = 0;
        for (int n = 0, rest = code; n < _shape.Latents; n++, rest /= _shape.Categories)
            sum += _logPrior[n * _shape.Categories + rest % _shape.Categories];
        return sum;
    }
}
