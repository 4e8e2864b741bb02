namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// What happens to a minibatch before its step. Each stage works on the minibatch alone, with randomness keyed by (seed, purpose, epoch,
/// example), so any number of them may run at once without changing a result.
/// </summary>
/// <param name="Load">Gathers the grey levels of the examples.</param>
/// <param name="Augment">Changes the grey levels; null leaves the stage out.</param>
/// <param name="Binarize">Writes <see cref="Minibatch.Images"/> from the grey levels.</param>
public sealed record MinibatchStages(Action<Minibatch> Load, Action<Minibatch>? Augment, Action<Minibatch> Binarize);
