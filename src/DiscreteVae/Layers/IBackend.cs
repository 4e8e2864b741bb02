using DiscreteVae.Numerics;

namespace DiscreteVae.Layers;

/// <summary>
/// Where the arithmetic of the networks runs. The seam is the dense layer, not the matrix product: a backend owns the layouts of
/// activations and weights and may fuse bias, activation, loss and the optimiser's update into its products.
/// </summary>
/// <remarks>A backend and what it made serve one thread at a time; the backend splits the work over threads of its own.</remarks>
public interface IBackend : IDisposable
{
    /// <summary>The name in manifests.</summary>
    string Name { get; }

    /// <summary>Library, version and instruction set, for the record.</summary>
    string Description { get; }

    /// <summary>Threads that share the work.</summary>
    int Threads { get; }

    /// <summary>An empty buffer.</summary>
    Activations CreateActivations(int features);

    /// <summary>A layer with all weights 0.</summary>
    IDenseLayer CreateLayer(int inputs, int outputs, Activation activation);

    /// <summary>Makes images a network's input: intensities in [0, 1].</summary>
    void Read(PixelBatch pixels, Activations destination);

    /// <summary>Makes codes, or any row-major matrix, a network's input.</summary>
    void Read(Matrix source, Activations destination);

    /// <summary>Brings a network's output out as a row-major matrix.</summary>
    void Write(Activations source, Matrix destination);

    /// <summary>
    /// The Bernoulli loss −ln p(x | l) = Σ_d max(l, 0) − l x + ln(1 + e^−|l|) in nats of each row, finite for any finite logit, and in
    /// the same pass its gradient σ(l) − x, which overwrites the logits.
    /// </summary>
    /// <param name="logits">R × D pixel logits; overwritten with the gradient when <paramref name="gradient"/> is set.</param>
    /// <param name="targets">B images; row r belongs to image r mod B.</param>
    /// <param name="losses">R; overwritten.</param>
    /// <param name="gradient">Whether the gradient is wanted.</param>
    void BernoulliLoss(Activations logits, PixelBatch targets, Span<Real> losses, bool gradient);

    /// <summary>Multiplies row r by <paramref name="weights"/>[r].</summary>
    void ScaleRows(Activations activations, ReadOnlySpan<Real> weights);

    /// <summary>activations ← activations + addend, both R × features.</summary>
    void Add(Activations activations, Activations addend);

    /// <summary>Does independent pieces of work that is not a network's on the backend's threads.</summary>
    /// <param name="pieces">How many.</param>
    /// <param name="elements">Numbers that all of them compute: whether sharing is worth it.</param>
    /// <param name="work">
    /// Does the pieces from its first argument up to its second; its result must not depend on the cuts. Kept by the caller, so that a call
    /// costs no delegate.
    /// </param>
    void Share(int pieces, long elements, Action<int, int> work);
}
