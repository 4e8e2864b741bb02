using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>The marginals of the aggregate posterior, q(z_n = k) = E_x q(z_n = k | x), as sums over a split, in double.</summary>
public sealed class PosteriorMean(LatentShape shape)
{
    private readonly double[] _sums = new double[shape.Width];

    /// <summary>The images so far.</summary>
    public long Count { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Array.Clear(_sums);
        Count = 0;
    }

    /// <summary>Adds a minibatch.</summary>
    public void Add(Posterior posterior)
    {
        Count += posterior.Count;
        for (int b = 0; b < posterior.Count; b++)
        {
            ReadOnlySpan<Real> p = posterior.Probabilities.Row(b);
            for (int i = 0; i < p.Length; i++) _sums[i] += p[i];
        }
    }

    /// <summary>q(z_n = k); <paramref name="index"/> is n · K + k.</summary>
    public double this[int index] => _sums[index] / Count;

    /// <summary>The entropy of q(z_n) in nats.</summary>
    public double Entropy(int latent)
    {
        double entropy = 0;
        for (int i = latent * shape.Categories; i < (latent + 1) * shape.Categories; i++) entropy -= XLogX(this[i]);
        return Math.Max(entropy, 0);
    }

    /// <summary>x ln x with 0 at 0.</summary>
    internal static double XLogX(double x) => x > 0 ? x * Math.Log(x) : 0;
}
