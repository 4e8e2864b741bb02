using System.Globalization;
using System.Text.RegularExpressions;

namespace DiscreteVae.Research.Clusters;

/// <summary>What is wrong with the options, found before Slurm is asked: it would refuse some, and quietly misread others.</summary>
internal static partial class SlurmOptionRules
{
    // What the scripts stand on: another value would lose checkpoints, or the place of the logs.
    private static readonly string[] Own =
    [
        "--array", "-a", "--requeue", "--no-requeue", "--open-mode", "--signal", "--output", "-o", "--error", "-e", "--dependency", "-d",
        "--ntasks", "-n", "--wrap", "--parsable", "--chdir", "-D", "--job-name", "-J", "--export", "--nodes", "-N",
    ];

    // Those that have an option of our own.
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["--partition"] = "--partition",
        ["-p"] = "--partition",
        ["--account"] = "--account",
        ["-A"] = "--account",
        ["--time"] = "--time",
        ["-t"] = "--time",
        ["--mem"] = "--memory",
        ["--cpus-per-task"] = "--cpus-per-trial",
        ["-c"] = "--cpus-per-trial",
    };

    /// <summary>Throws everything that is wrong, a line each.</summary>
    /// <exception cref="UserErrorException">Something is.</exception>
    public static void Check(SlurmOptions options)
    {
        string[] errors = [.. Find(options)];
        if (errors.Length > 0) throw new UserErrorException(ExitCode.Usage, string.Join('\n', errors));
    }

    private static IEnumerable<string> Find(SlurmOptions options)
    {
        foreach ((string name, string? value) in new[] { ("--partition", options.Partition), ("--account", options.Account) })
        {
            if (value is not null && !Name().IsMatch(value))
                yield return $"{name}: '{value}' is no name; letters, digits and any of _ . , : @ - make one.";
        }
        if (options.Time is { } time)
        {
            if (Minutes(time) is not { } minutes)
                yield return $"--time: '{time}' is none of minutes, minutes:seconds, hours:minutes:seconds, days-hours, days-hours:minutes or days-hours:minutes:seconds.";
            else if (minutes <= 0)
                yield return $"--time: '{time}' is no time at all.";
            else if (minutes * 60 < options.Grace)
                yield return string.Create(CultureInfo.InvariantCulture,
                    $"--grace: a task of --time {time} cannot be asked to save {options.Grace} seconds before its end. Lower --grace, or give it more time.");
        }
        if (options.Memory is { } memory && !Memory().IsMatch(memory))
            yield return $"--memory: '{memory}' is no amount such as 4G or 1500M.";
        foreach ((string name, int value, int least, int most) in new[]
        {
            ("--cpus-per-trial", options.CpusPerTrial, 1, 1024),
            ("--max-running", options.MaxRunning, 0, 1_000_000),
            ("--trials-per-task", options.TrialsPerTask, 1, 1_000_000),
            ("--grace", options.Grace, 1, 65_535),
            ("--attempts", options.Attempts, 1, 10_000),
        })
        {
            if (value < least || value > most)
                yield return string.Create(CultureInfo.InvariantCulture, $"{name}: {value} is not from {least} to {most}.");
        }
        foreach (string line in options.Sbatch)
        {
            string? problem = Problem(line);
            if (problem is not null) yield return $"--sbatch: '{line}' {problem}";
        }
    }

    /// <summary>The minutes of a time limit, rounded up as Slurm does; null where it is in none of Slurm's forms.</summary>
    internal static double? Minutes(string time)
    {
        Match match = Time().Match(time);
        if (!match.Success) return null;
        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return Math.Ceiling((Part("days") * 24 * 60) + (Part("hours") * 60) + Part("minutes") + (Part("seconds") / 60));
    }

    private static string? Problem(string line)
    {
        if (line.AsSpan().ContainsAny('\n', '\r')) return "is several lines; give each as an --sbatch of its own.";
        if (line.Length == 0 || line[0] != '-') return "is no option of sbatch; it begins with '-', such as --constraint=avx512.";
        string name = line.Split('=', ' ')[0];
        if (name.Length > 2 && name[1] != '-') name = name[..2];
        if (Named.TryGetValue(name, out string? own)) return $"has an option of its own here: {own}.";
        return Own.Contains(name) ? "is for the scripts to say: they stand on it." : null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9_.,:@-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[0-9]{1,9}[KMGT]?\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Memory();

    [GeneratedRegex("""
        \A (?: (?<days>[0-9]{1,6})-(?<hours>[0-9]{1,2}) (?: :(?<minutes>[0-9]{1,2}) (?: :(?<seconds>[0-9]{1,2}) )? )?
        | (?<hours>[0-9]{1,6}):(?<minutes>[0-9]{1,2}):(?<seconds>[0-9]{1,2})
        | (?<minutes>[0-9]{1,9}) (?: :(?<seconds>[0-9]{1,2}) )? ) \z
        """, RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Time();
}
