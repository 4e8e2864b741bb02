namespace DiscreteVae.Numerics;

/// <summary>
/// Something that remembers between steps (a running baseline, a learned control variate, an optimiser's moments), so that a checkpoint
/// can hold it: one method that serves saving and restoring alike, and thus cannot let them differ.
/// </summary>
public interface IStateful
{
    /// <summary>Shows all that is remembered, under stable names and in a stable order; the visitor reads or overwrites it.</summary>
    void VisitState(IStateVisitor visitor);
}

/// <summary>Reads or overwrites the memory of an <see cref="IStateful"/>, bit by bit.</summary>
public interface IStateVisitor
{
    /// <summary>Values of a fixed number, such as weights or moments.</summary>
    void Visit(string name, Span<Real> values);

    /// <summary>One value in double precision, such as a running mean.</summary>
    void Visit(string name, ref double value);

    /// <summary>A count, such as of steps.</summary>
    void Visit(string name, ref long value);
}
