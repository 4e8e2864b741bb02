namespace DiscreteVae.Models;

/// <summary>Sums over data, in nats, of the two terms of the ELBO: Σ E[ln p(x | z)] and Σ KL(q(z | x) ‖ p(z)).</summary>
/// <param name="LogLikelihood">The reconstruction term; at most 0 for binary targets.</param>
/// <param name="Kl">The KL term; at least 0.</param>
/// <param name="Count">The number of data.</param>
public readonly record struct Elbo(double LogLikelihood, double Kl, long Count)
{
    /// <summary>Nats per datum: (Σ ln p(x | z) − Σ KL) / count.</summary>
    public double PerDatum => (LogLikelihood - Kl) / Count;

    /// <summary>Nats per datum of the reconstruction term.</summary>
    public double LogLikelihoodPerDatum => LogLikelihood / Count;

    /// <summary>Nats per datum of the KL term.</summary>
    public double KlPerDatum => Kl / Count;

    /// <summary>The sums over both.</summary>
    public static Elbo operator +(Elbo left, Elbo right) => left.Add(right);

    /// <summary>The sums over both.</summary>
    public Elbo Add(Elbo other) => new(LogLikelihood + other.LogLikelihood, Kl + other.Kl, Count + other.Count);

    /// <summary>Sums a minibatch, in double and in the order of its rows.</summary>
    public static Elbo Sum(ReadOnlySpan<Real> losses, ReadOnlySpan<Real> divergences)
    {
        double logLikelihood = 0, kl = 0;
        foreach (Real loss in losses) logLikelihood -= loss;
        foreach (Real divergence in divergences) kl += divergence;
        return new Elbo(logLikelihood, kl, losses.Length);
    }
}
