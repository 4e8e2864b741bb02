using System.Globalization;
using System.Text;

namespace DiscreteVae.Research.Clusters;

/// <summary>The text of the scripts: a function of its arguments alone.</summary>
public static class SlurmScripts
{
    /// <summary>The script of an array.</summary>
    /// <remarks>
    /// <c>exec</c> puts the command in the place of the batch shell, so that signals to the shell alone (<c>--signal=B:</c>, which comes
    /// before the time limit) and to all processes (<c>scancel</c>, <c>scontrol requeue</c>, preemption) reach it once. It saves, puts its
    /// task back into the queue, and exits with 75.
    /// </remarks>
    public static string Array(SlurmSweep sweep, SlurmOptions options, SlurmArray array)
    {
        int last = Math.Min(sweep.Trials, array.TrialsOf(array.Tasks[^1], sweep.Trials).LastOrDefault() + 1) - 1;
        int first = array.TrialsOf(array.Tasks[0], sweep.Trials).FirstOrDefault();
        string running = options.MaxRunning > 0 ? Invariant($"%{options.MaxRunning}") : "";
        string product = array.TrialsPerTask == 1 ? "SLURM_ARRAY_TASK_ID" : Invariant($"{array.TrialsPerTask} * SLURM_ARRAY_TASK_ID");
        var script = new StringBuilder();
        Line(script, "#!/bin/bash");
        Line(script, Invariant($"# {sweep.Name}: {Trials(first, last)} of {sweep.Trials}, {PerTask(array)}. Written by dvae submit slurm."));
        Line(script, $"#SBATCH --job-name={sweep.Name}");
        Line(script, $"#SBATCH --array={array.Specification}{running}");
        Line(script, $"#SBATCH --output={ShellWord.DirectivePath(sweep.LogFolder, "%A_%a.log")}");
        Line(script, "#SBATCH --open-mode=append");
        Line(script, "#SBATCH --requeue");
        Line(script, Invariant($"#SBATCH --signal=B:TERM@{options.Grace}"));
        Line(script, "#SBATCH --nodes=1");
        Line(script, "#SBATCH --ntasks=1");
        Line(script, Invariant($"#SBATCH --cpus-per-task={options.CpusPerTrial}"));
        if (options.Memory is { } memory) Line(script, $"#SBATCH --mem={memory}");
        if (options.Time is { } time) Line(script, $"#SBATCH --time={time}");
        Common(script, options);
        // .NET counts the node's processors, not the task's, where the cluster does not bind tasks to theirs.
        Line(script, Invariant($"export DOTNET_PROCESSOR_COUNT=\"${{SLURM_CPUS_PER_TASK:-{options.CpusPerTrial}}}\""));
        Place(script, sweep);
        Line(script, $"exec {Command(sweep)} task slurm \\");
        Line(script, $"  --plan {ShellWord.Quote(Path.Join(sweep.Folder, "plan.json"))} \\");
        Line(script, Invariant($"  --first \"$(({array.Offset} + {product}))\" --count {array.TrialsPerTask} --attempts {options.Attempts}"));
        return script.ToString();
    }

    /// <summary>The script of the job that assembles the tables when all tasks have ended, however they did.</summary>
    public static string Collect(SlurmSweep sweep, SlurmOptions options)
    {
        var script = new StringBuilder();
        Line(script, "#!/bin/bash");
        Line(script, $"# {sweep.Name}: the tables of all trials, and which of them failed. Written by dvae submit slurm.");
        Line(script, $"#SBATCH --job-name={SlurmSweep.CollectName(sweep.Name)}");
        Line(script, $"#SBATCH --output={ShellWord.DirectivePath(sweep.LogFolder, "collect-%j.log")}");
        Line(script, "#SBATCH --open-mode=append");
        Line(script, "#SBATCH --requeue");
        Line(script, "#SBATCH --nodes=1");
        Line(script, "#SBATCH --ntasks=1");
        if (options.Memory is { } memory) Line(script, $"#SBATCH --mem={memory}");
        if (options.Time is { } time) Line(script, $"#SBATCH --time={time}");
        Common(script, options);
        Place(script, sweep);
        Line(script, $"{Command(sweep)} collect {ShellWord.Quote(sweep.Folder)} || exit");
        Line(script, $"exec {Command(sweep)} status {ShellWord.Quote(sweep.Folder)}");
        return script.ToString();
    }

    private static void Common(StringBuilder script, SlurmOptions options)
    {
        if (options.Partition is { } partition) Line(script, $"#SBATCH --partition={partition}");
        if (options.Account is { } account) Line(script, $"#SBATCH --account={account}");
        foreach (string further in options.Sbatch) Line(script, $"#SBATCH {further}");
        Line(script, "");
    }

    private static void Place(StringBuilder script, SlurmSweep sweep)
    {
        foreach ((string name, string value) in sweep.Variables) Line(script, $"export {name}={ShellWord.Quote(value)}");
        Line(script, $"cd {ShellWord.Quote(sweep.WorkingFolder)} || exit 3");
    }

    private static string Command(SlurmSweep sweep) => string.Join(' ', sweep.Command.Select(ShellWord.Quote));

    private static string Trials(int first, int last) => first == last ? Invariant($"trial {first}") : Invariant($"trials {first} to {last}");

    private static string PerTask(SlurmArray array) =>
        array.TrialsPerTask == 1 ? "one a task" : Invariant($"{array.TrialsPerTask} a task, one after the other");

    // Scripts are for Linux, whatever machine writes them.
    private static void Line(StringBuilder script, string text) => script.Append(text).Append('\n');

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
