namespace DiscreteVae.Research.Results;

/// <summary>A tensor of float32 under a name.</summary>
/// <param name="Name">Unique in its file.</param>
/// <param name="Shape">The sizes of its dimensions, outermost first; none for a scalar.</param>
/// <param name="Data">The values in row-major order: as many as the product of the sizes.</param>
public sealed record NamedTensor(string Name, int[] Shape, float[] Data);
