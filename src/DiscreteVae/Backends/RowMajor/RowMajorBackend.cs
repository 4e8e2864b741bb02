using System.Numerics.Tensors;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>Layers as three products of a BLAS-like library on row-major matrices, with elementwise passes around them.</summary>
/// <remarks>A product uses the library's own threads; the passes between products use as many of the thread pool's.</remarks>
public sealed class RowMajorBackend : IBackend
{
    private readonly IGemm _gemm;
    private readonly WorkSplitter _work;
    private readonly BernoulliLossPass _loss;

    /// <summary>Builds on a library.</summary>
    public RowMajorBackend(IGemm gemm)
    {
        _gemm = gemm;
        _work = new WorkSplitter(gemm.Threads);
        _loss = new BernoulliLossPass(_work);
    }

    /// <inheritdoc/>
    public string Name => _gemm.Name;

    /// <inheritdoc/>
    public string Description => _gemm.Description;

    /// <inheritdoc/>
    public int Threads => _gemm.Threads;

    /// <inheritdoc/>
    public Activations CreateActivations(int features) => new RowMajorActivations(features);

    /// <inheritdoc/>
    public IDenseLayer CreateLayer(int inputs, int outputs, Activation activation) =>
        new RowMajorLayer(_gemm, _work, inputs, outputs, activation);

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
    public void BernoulliLoss(Activations logits, PixelBatch targets, Span<Real> losses, bool gradient) =>
        _loss.Run(Of(logits), targets, losses, gradient);

    /// <inheritdoc/>
    public void ScaleRows(Activations activations, ReadOnlySpan<Real> weights)
    {
        Matrix matrix = Of(activations);
        for (int r = 0; r < matrix.Rows; r++) TensorPrimitives.Multiply(matrix.Row(r), weights[r], matrix.Row(r));
    }

    /// <inheritdoc/>
    public void Add(Activations activations, Activations addend) =>
        TensorPrimitives.Add(Of(activations).Span, Of(addend).Span, Of(activations).Span);

    /// <inheritdoc/>
    public void Share(int pieces, long elements, Action<int, int> work) => _work.Run(pieces, elements, work);

    /// <inheritdoc/>
    public void Dispose()
    {
        // A BLAS library has nothing to give back.
    }

    internal static Matrix Of(Activations activations) => ((RowMajorActivations)activations).Matrix;
}
