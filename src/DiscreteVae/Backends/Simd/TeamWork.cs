namespace DiscreteVae.Backends.Simd;

/// <summary>
/// Work that the members of a <see cref="WorkerTeam"/> share. An object is made once, and its fields are set before each run:
/// nothing is allocated a run.
/// </summary>
internal abstract class TeamWork
{
    /// <summary>Does the part of one member. The result must not depend on the number of members.</summary>
    /// <param name="worker">0 .. <paramref name="workers"/> − 1.</param>
    /// <param name="workers">Members that share this run.</param>
    public abstract void Run(int worker, int workers);
}
