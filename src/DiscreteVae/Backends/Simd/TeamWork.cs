namespace DiscreteVae.Backends.Simd;

/// <summary>
/// Work that the members of a <see cref="WorkerTeam"/> share. An object is made once, and its fields are set before each run:
/// nothing is allocated a run.
/// </summary>
internal abstract class TeamWork
{
    /// <summary>
    /// Does items that <see cref="Shares"/> hands out, until there are none left: any members together, and any one alone, do all of them.
    /// The result must not depend on who does what.
    /// </summary>
    /// <param name="worker">Below the team's size; 0 is the caller. No two members have the same number.</param>
    public abstract void Run(int worker);
}
