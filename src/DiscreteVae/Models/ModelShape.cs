using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Models;

/// <summary>The shape of a <see cref="CategoricalVae"/>.</summary>
/// <param name="Pixels">D, pixels an image.</param>
/// <param name="Hidden">Widths of the encoder's hidden layers; the decoder mirrors them.</param>
/// <param name="Latent">N and K.</param>
/// <param name="Activation">Behind the hidden layers.</param>
public sealed record ModelShape(int Pixels, IReadOnlyList<int> Hidden, LatentShape Latent, Activation Activation)
{
    /// <summary>Widths of the encoder: D, hidden, N·K.</summary>
    public IReadOnlyList<int> EncoderSizes => [Pixels, .. Hidden, Latent.Width];

    /// <summary>Widths of the decoder: N·K, hidden reversed, D.</summary>
    public IReadOnlyList<int> DecoderSizes => [Latent.Width, .. Hidden.Reverse(), Pixels];

    /// <summary>
    /// Floating-point operations of one training datum with one decoder evaluation: two a weight forward, two for its gradient, and two
    /// for the gradient by its input in every layer but the encoder's first.
    /// </summary>
    public double TrainingFlops
    {
        get
        {
            IReadOnlyList<int> encoder = EncoderSizes, decoder = DecoderSizes;
            double weights = Products(encoder) + Products(decoder);
            return 6 * weights - 2.0 * encoder[0] * encoder[1];
        }
    }

    private static double Products(IReadOnlyList<int> sizes) => Enumerable.Range(0, sizes.Count - 1).Sum(l => (double)sizes[l] * sizes[l + 1]);
}
