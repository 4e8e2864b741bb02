namespace DiscreteVae.Models;

/// <summary>What a floor of the KL holds for.</summary>
public enum FreeBitsScope
{
    /// <summary>Each latent by itself.</summary>
    Latent,

    /// <summary>The sum over all latents.</summary>
    Total,
}

/// <summary>
/// Free bits: Kingma et al. 2016 (arXiv 1606.04934), appendix C.8. The KL term of the training objective is Σ_n max(λ, KL_n), or
/// max(λ, Σ_n KL_n), where KL_n is latent n's divergence from the prior, mean over the minibatch. Its gradient is that of the KL
/// where the KL is above λ and 0 elsewhere. The factor <see cref="StepSettings.KlWeight"/> multiplies the whole term. Every
/// reported ELBO and KL stays the true one, without the floor.
/// </summary>
/// <param name="Nats">λ in nats, at least 0.</param>
/// <param name="Scope">Whether each latent has the floor or their sum.</param>
public sealed record FreeBits(double Nats, FreeBitsScope Scope)
{
    /// <summary>The KL term of the objective without its weight, nats per datum.</summary>
    /// <param name="means">KL_n of each latent, mean over the minibatch.</param>
    public double Term(ReadOnlySpan<Real> means)
    {
        double sum = 0;
        foreach (Real mean in means) sum += Scope == FreeBitsScope.Latent ? Math.Max(Nats, mean) : mean;
        return Scope == FreeBitsScope.Latent ? sum : Math.Max(Nats, sum);
    }

    /// <summary>The factor of each latent's KL gradient.</summary>
    /// <param name="means">KL_n of each latent, mean over the minibatch.</param>
    /// <param name="klWeight">The factor of the KL term.</param>
    /// <param name="weights">Gets <paramref name="klWeight"/> for a latent above its floor and 0 for the others.</param>
    public void Weights(ReadOnlySpan<Real> means, Real klWeight, Span<Real> weights)
    {
        double sum = 0;
        foreach (Real mean in means) sum += mean;
        for (int n = 0; n < means.Length; n++)
            weights[n] = (Scope == FreeBitsScope.Latent ? means[n] : sum) > Nats ? klWeight : 0;
    }
}
