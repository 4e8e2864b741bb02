namespace DiscreteVae.Research.Pipeline;

/// <summary>
/// The message of a <see cref="DrawPipeline{TWorker}"/>: one draw of a vector. It is one of a fixed ring of buffers and has one owner at a
/// time.
/// </summary>
internal sealed class Draw(int dimension)
{
    /// <summary>The number of the draw, counted from 0; it keys the randomness.</summary>
    public int Index { get; internal set; }

    /// <summary>What was drawn.</summary>
    public float[] Values { get; } = new float[dimension];
}
