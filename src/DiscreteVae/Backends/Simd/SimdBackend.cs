using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using DiscreteVae.Backends.Simd.Kernels;
using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// The framework's own kernels in float32: blocked layouts that every product reads as they lie, sums over the ones of binary
/// inputs, and bias, activation, loss and optimiser fused into the products. The results are the same to the last bit for any
/// number of threads.
/// </summary>
public sealed class SimdBackend : IBackend
{
    private readonly KernelSet _kernels;
    private readonly WorkerTeam _team;
    private readonly ReadPixelsWork _readPixels = new();
    private readonly BernoulliWork _bernoulli;
    private readonly SharedPieces _pieces = new();

    /// <summary>Starts the threads; the widest registers of this machine are used.</summary>
    /// <param name="threads">At least 1; the caller's thread is one of them.</param>
    public SimdBackend(int threads) : this(threads, KernelSet.Available[0])
    {
    }

    internal SimdBackend(int threads, KernelSet kernels)
    {
        _kernels = kernels;
        _team = new WorkerTeam(threads);
        _bernoulli = new BernoulliWork(kernels);
    }

    /// <inheritdoc/>
    public string Name => "simd";

    /// <inheritdoc/>
    public string Description =>
        $"own kernels, {_kernels.Name}, {RuntimeInformation.FrameworkDescription} {RuntimeInformation.ProcessArchitecture}";

    /// <inheritdoc/>
    public int Threads => _team.Size;

    internal WorkerTeam Team => _team;

    /// <inheritdoc/>
    public Activations CreateActivations(int features) => new SimdActivations(features, _kernels.WorthwhileDensity);

    /// <inheritdoc/>
    public IDenseLayer CreateLayer(int inputs, int outputs, Activation activation) =>
        new SimdLayer(_kernels, _team, inputs, outputs, activation);

    /// <inheritdoc/>
    public void Read(PixelBatch pixels, Activations destination) => _readPixels.Run(_team, pixels, (SimdActivations)destination);

    /// <inheritdoc/>
    public unsafe void Read(Matrix source, Activations destination)
    {
        var activations = (SimdActivations)destination;
        CheckColumns(source, activations);
        activations.Resize(source.Rows);
        if (activations.TryReadOnes(source)) return;
        float* values = activations.MutableValues();
        for (int r = 0; r < source.Rows; r++, values += Blocked.Width)
        {
            BlockedRows.Scatter(source.Row(r), values, activations.BlockStride);
        }
    }

    /// <inheritdoc/>
    public unsafe void Write(Activations source, Matrix destination)
    {
        var activations = (SimdActivations)source;
        CheckColumns(destination, activations);
        destination.WithRows(source.Rows);
        float* values = activations.Values();
        for (int r = 0; r < source.Rows; r++, values += Blocked.Width)
        {
            BlockedRows.Gather(values, activations.BlockStride, destination.Row(r));
        }
    }

    /// <inheritdoc/>
    public void BernoulliLoss(Activations logits, PixelBatch targets, Span<float> losses, bool gradient) =>
        _bernoulli.Run(_team, (SimdActivations)logits, targets, losses, gradient);

    /// <inheritdoc/>
    public unsafe void ScaleRows(Activations activations, ReadOnlySpan<float> weights)
    {
        var scaled = (SimdActivations)activations;
        float* values = scaled.MutableValues(keep: true);
        for (int block = 0; block < Blocked.Blocks(scaled.Features); block++, values += scaled.BlockStride)
        {
            for (int r = 0; r < scaled.Rows; r++) _kernels.Scale(values + (nint)r * Blocked.Width, 1, weights[r]);
        }
    }

    /// <inheritdoc/>
    public unsafe void Add(Activations activations, Activations addend)
    {
        (SimdActivations sum, SimdActivations added) = ((SimdActivations)activations, (SimdActivations)addend);
        if (sum.Rows != added.Rows || sum.Features != added.Features)
            throw new ArgumentException($"{added.Rows} rows of {added.Features} features cannot be added.", nameof(addend));
        int length = checked((int)(Blocked.Blocks(sum.Features) * sum.BlockStride));
        var values = new Span<float>(sum.MutableValues(keep: true), length);
        TensorPrimitives.Add(values, new ReadOnlySpan<float>(added.Values(), length), values);
        GC.KeepAlive(activations);
        GC.KeepAlive(addend);
    }

    /// <inheritdoc/>
    public void Share(int pieces, long elements, Action<int, int> work) => _pieces.Run(_team, pieces, elements, work);

    /// <inheritdoc/>
    public void Dispose() => _team.Dispose();

    private static void CheckColumns(Matrix matrix, SimdActivations activations)
    {
        if (matrix.Columns != activations.Features)
            throw new ArgumentException($"{matrix.Columns} columns do not fit {activations.Features} features.", nameof(matrix));
    }
}
