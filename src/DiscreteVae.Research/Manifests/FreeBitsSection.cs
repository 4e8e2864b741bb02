using System.ComponentModel.DataAnnotations;
using DiscreteVae.Models;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// Section <c>training:freeBits</c>: the KL term of the training objective is Σ_n max(nats, KL_n), or max(nats, Σ_n KL_n); see
/// <see cref="Models.FreeBits"/>. Reported ELBOs are the true ones.
/// </summary>
public sealed record FreeBitsSection
{
    /// <summary>λ, the floor in nats under which the KL divergence, mean over the minibatch, has no gradient; 0 is no floor.</summary>
    [Range(0, 1e6)]
    public double Nats { get; init; }

    /// <summary>Whether each latent has the floor or their sum.</summary>
    public FreeBitsScope Per { get; init; }

    /// <summary>The floor, or null where it is 0 and changes nothing.</summary>
    public FreeBits? ToFreeBits() => Nats > 0 ? new FreeBits(Nats, Per) : null;
}
