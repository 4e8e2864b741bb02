using System.Numerics.Tensors;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>Layers as three products of a BLAS-like library on row-major matrices, with elementwise passes around them.</summary>
public sealed class RowMajorBackend(IGemm gemm) : IBackend
{
    private Real[] _targets = [];

    /// <inheritdoc/>
    public string Name => gemm.Name;

    /// <inheritdoc/>
    public string Description => gemm.Description;

    /// <inheritdoc/>
    public int Threads => gemm.Threads;

    /// <inheritdoc/>
    public Activations CreateActivations(int features) => new RowMajorActivations(features);

    /// <inheritdoc/>
    public IDenseLayer CreateLayer(int inputs, int outputs, Activation activation) => new RowMajorLayer(gemm, inputs, outputs, activation);

    /// <inheritdoc/>
    public void Read(PixelBatch pixels, Activations destination)
    {
        destination.Resize(pixels.Count);
        Matrix matrix = Of(destination);
        for (int r = 0; r < pixels.Count; r++) pixels.CopyIntensities(r, matrix.Row(r));
    }

    /// <inheritdoc/>
    public void Read(Matrix source, Activations destination)
    {
        destination.Resize(source.Rows);
        Of(destination).CopyFrom(source);
    }

    /// <inheritdoc/>
    public void Write(Activations source, Matrix destination) => destination.CopyFrom(Of(source));

    /// <inheritdoc/>
    public void BernoulliLoss(Activations logits, PixelBatch targets, Span<Real> losses, bool gradient)
    {
        if (_targets.Length != targets.Width) _targets = new Real[targets.Width];
        Matrix matrix = Of(logits);
        for (int r = 0; r < matrix.Rows; r++)
        {
            targets.CopyIntensities(r % targets.Count, _targets);
            losses[r] = Numerics.BernoulliLoss.Row(matrix.Row(r), _targets, gradient);
        }
    }

    /// <inheritdoc/>
    public void ScaleRows(Activations activations, ReadOnlySpan<Real> weights)
    {
        Matrix matrix = Of(activations);
        for (int r = 0; r < matrix.Rows; r++) TensorPrimitives.Multiply(matrix.Row(r), weights[r], matrix.Row(r));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A BLAS library has nothing to give back.
    }

    internal static Matrix Of(Activations activations) => ((RowMajorActivations)activations).Matrix;
}
