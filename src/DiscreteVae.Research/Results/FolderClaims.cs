namespace DiscreteVae.Research.Results;

/// <summary>Claims folders for this process.</summary>
/// <param name="self">This process.</param>
/// <param name="judges">Asked in order whether another's claim still holds.</param>
public sealed class FolderClaims(ClaimRecord self, IReadOnlyList<IClaimJudge> judges)
{
    /// <summary>
    /// For this process, with what it can know about others: those of this machine, and its own Slurm job before a requeue.
    /// </summary>
    /// <param name="clock">Dates the claims.</param>
    /// <param name="others">Asked where those do not know.</param>
    public static FolderClaims Create(TimeProvider clock, params IReadOnlyList<IClaimJudge> others)
    {
        ClaimRecord self = ClaimRecord.Own(clock);
        return new FolderClaims(self, [new LocalClaimJudge(self), new RequeuedJobJudge(self), .. others]);
    }

    /// <summary>Claims a folder.</summary>
    /// <exception cref="UserErrorException">Another process has it, or the claim cannot be written.</exception>
    public FolderClaim Claim(string folder) =>
        FolderClaim.Try(folder, self, judges, out ClaimRecord? holder) ?? throw FolderClaim.Refusal(folder, holder);
}
