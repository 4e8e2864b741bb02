using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Sweeps;

/// <summary>A results folder and its plan, which no other process but <c>dvae trial</c> works in until this is disposed.</summary>
internal sealed class ClaimedSweep : IDisposable
{
    private readonly FolderClaim _claim;

    private ClaimedSweep(ResultsFolder folder, ExperimentPlan plan, FolderClaim claim) => (Folder, Plan, _claim) = (folder, plan, claim);

    /// <summary>The folder.</summary>
    public ResultsFolder Folder { get; }

    /// <summary>Its plan.</summary>
    public ExperimentPlan Plan { get; }

    /// <summary>
    /// Begins a sweep, or goes on with the one that its folder holds. Of a manifest that has changed in what decides a number nothing is
    /// run: its results would stand among those of another.
    /// </summary>
    /// <param name="plan">The manifest's plan.</param>
    /// <param name="restart">Begins anew whatever the folder holds.</param>
    /// <param name="vocabulary">The names that a manifest may use.</param>
    /// <param name="claims">Claims folders.</param>
    /// <param name="notes">Told of what stays in the folder though the plan does not have it.</param>
    /// <exception cref="UserErrorException">
    /// The manifest differs, in the lines of the message; another process works in the folder; or it cannot be written.
    /// </exception>
    public static ClaimedSweep Begin(
        ExperimentPlan plan, bool restart, ManifestVocabulary vocabulary, FolderClaims claims, IProgress<string> notes)
    {
        ResultsFolder folder = ResultsFolder.Make(plan.Folder, out string? made);
        FolderClaim claim = claims.Claim(folder.FullPath);
        try
        {
            if (!folder.HasPlan) folder.WritePlan(PlanFile.ToJson(plan));
            else if (restart) Restart(folder, plan, claims, notes);
            else plan = Continue(folder, plan, vocabulary);
            return new ClaimedSweep(folder, plan, claim);
        }
        catch
        {
            claim.Dispose();
            if (made is not null && Directory.Exists(made)) Directory.Delete(made, recursive: true);
            throw;
        }
    }

    /// <summary>Opens a sweep to go on with it from its plan alone.</summary>
    /// <exception cref="UserErrorException">There is none, it is damaged, or another process works in it.</exception>
    public static ClaimedSweep Open(string path, ManifestVocabulary vocabulary, FolderClaims claims)
    {
        ResultsFolder folder = ResultsFolder.Open(path);
        FolderClaim claim = claims.Claim(folder.FullPath);
        try
        {
            return new ClaimedSweep(folder, PlanFile.Read(folder, vocabulary), claim);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the trials that failed unfinished again: one that met an error goes on from its last checkpoint, one that diverged begins
    /// anew.
    /// </summary>
    /// <returns>How many there were.</returns>
    /// <exception cref="UserErrorException">A trial is in use, or a file of it cannot be removed.</exception>
    public int RetryFailed(FolderClaims claims)
    {
        int count = 0;
        foreach (Trial trial in Plan.Trials.Where(trial => Folder.ReadState(trial.Id).HasFailed))
        {
            Retry(Folder.Trial(trial.Id), claims);
            count++;
        }
        return count;
    }

    /// <summary>The same for one trial.</summary>
    public static void Retry(TrialFolder folder, FolderClaims claims)
    {
        using FolderClaim claim = claims.Claim(folder.FullPath);
        switch (folder.ReadState().Status)
        {
            case TrialStatus.Failed:
                folder.ClearState();
                break;
            case TrialStatus.Diverged:
                folder.Clear();
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _claim.Dispose();

    private static void Restart(ResultsFolder folder, ExperimentPlan plan, FolderClaims claims, IProgress<string> notes)
    {
        foreach (Trial trial in plan.Trials.Where(trial => folder.HasTrial(trial.Id)))
        {
            TrialFolder trialFolder = folder.Trial(trial.Id);
            using FolderClaim claim = claims.Claim(trialFolder.FullPath);
            trialFolder.Clear();
        }
        folder.WritePlan(PlanFile.ToJson(plan));
        int others = folder.TrialIds().Except(plan.Trials.Select(trial => trial.Id)).Count();
        if (others > 0)
        {
            notes.Report(FormattableString.Invariant(
                $"{others} trials of an earlier plan stay in '{folder.FullPath}/trials'; no table lists them. Remove them if you do not need them."));
        }
    }

    private static ExperimentPlan Continue(ResultsFolder folder, ExperimentPlan plan, ManifestVocabulary vocabulary)
    {
        ExperimentPlan old = PlanFile.Read(folder, vocabulary);
        IReadOnlyList<string> differences = PlanDifference.Between(old.Resolved, plan.Resolved);
        if (differences.Count > 0)
        {
            throw new UserErrorException(ExitCode.Usage, string.Join('\n',
            [
                $"'{folder.FullPath}' holds results of another manifest:",
                .. differences.Select(difference => $"  {difference}"),
                $"To finish what it holds: dvae resume {plan.Folder}. To keep it and run this one beside it: another name, or results:folder=... "
                    + "To begin anew in its place: --restart.",
            ]));
        }
        plan = plan with { Trials = [.. plan.Trials.Zip(old.Trials, (trial, before) => trial with { Id = before.Id })] };
        if (CanonicalJson.Serialize(plan.Resolved) != CanonicalJson.Serialize(old.Resolved)) folder.WritePlan(PlanFile.ToJson(plan));
        return plan;
    }
}
