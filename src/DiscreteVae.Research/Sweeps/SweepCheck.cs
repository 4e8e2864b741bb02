using DiscreteVae.Research.Manifests;
using DiscreteVae.Research.Trials;

namespace DiscreteVae.Research.Sweeps;

/// <summary>Finds what can be known to fail before anything is written: data, splits and backends.</summary>
internal static class SweepCheck
{
    /// <summary>Checks trials.</summary>
    /// <exception cref="UserErrorException">Everything that is wrong, one error a line.</exception>
    public static void Run(IEnumerable<Trial> trials, TrialData data)
    {
        var errors = new List<string>();
        var exitCode = ExitCode.Success;
        foreach (Trial trial in trials)
        {
            try
            {
                data.Split(trial.Manifest);
                TrialBackends.Check(trial.Manifest.Compute.Backend);
            }
            catch (UserErrorException error)
            {
                if (!errors.Contains(error.Message)) errors.Add(error.Message);
                exitCode = error.ExitCode;
            }
        }
        if (errors.Count > 0) throw new UserErrorException(exitCode, string.Join('\n', errors));
    }
}
