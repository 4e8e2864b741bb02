namespace DiscreteVae.Numerics;

/// <summary>
/// The shape of a code: N latents of K categories each. Logits and one-hot codes of a minibatch are B × N·K, latent after latent.
/// </summary>
/// <param name="Latents">N, the number of categorical variables.</param>
/// <param name="Categories">K, the number of categories of each.</param>
public readonly record struct LatentShape(int Latents, int Categories)
{
    /// <summary>N·K, the width of a row of logits.</summary>
    public int Width => Latents * Categories;

    /// <summary>N ln K in nats: the largest KL divergence from the uniform prior.</summary>
    public double MaximumKl => Latents * Math.Log(Categories);

    /// <inheritdoc/>
    public override string ToString() => $"{Latents} latents of {Categories} categories";
}
