namespace DiscreteVae.Backends.Simd;

/// <summary>Pieces of somebody else's work.</summary>
internal sealed class SharedPieces : TeamWork
{
    // An exponential with what is around it, where a multiply-add is one.
    private const long CostOfAnElement = 30;

    // Few, since whoever cut the work cut it into pieces of microseconds.
    private const int PiecesAtOnce = 4;

    private Shares _shares = null!;
    private Action<int, int> _work = null!;

    public void Run(WorkerTeam team, int pieces, long elements, Action<int, int> work)
    {
        (_shares, _work) = (team.Shares, work);
        _shares.Deal(pieces, team.Size, PiecesAtOnce);
        team.Run(this, CostOfAnElement * elements);
    }

    public override void Run(int worker)
    {
        while (_shares.Take(worker, out int start, out int end)) _work(start, end);
    }
}
