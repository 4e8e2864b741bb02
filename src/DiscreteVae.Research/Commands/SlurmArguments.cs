using System.CommandLine;
using DiscreteVae.Research.Clusters;

namespace DiscreteVae.Research.Commands;

/// <summary>The options of the verbs that submit to Slurm; one that is left out keeps what it was.</summary>
internal sealed class SlurmArguments
{
    private readonly Option<string?> _partition = new("--partition") { Description = "The partition; the cluster's default if left out." };
    private readonly Option<string?> _account = new("--account") { Description = "The account that pays." };

    private readonly Option<string?> _time = new("--time")
    {
        Description = "The time limit of a task, such as 90 (minutes), 4:00:00 or 1-12. A trial that needs longer goes on in the next start of its task.",
    };

    private readonly Option<int?> _cpus = new("--cpus-per-trial") { Description = "Processors and threads of a trial; 1 if left out." };
    private readonly Option<string?> _memory = new("--memory") { Description = "The memory of a task, such as 4G." };
    private readonly Option<int?> _running = new("--max-running") { Description = "Tasks of an array that run at once." };

    private readonly Option<string[]> _sbatch = new("--sbatch")
    {
        Description = "A further option of sbatch, such as --sbatch=--constraint=avx512; as often as needed.",
        DefaultValueFactory = _ => [],
    };

    private readonly Option<int?> _grace = new("--grace")
    {
        Description = "Seconds before the time limit at which a task is asked to save and go back into the queue; 180 if left out.",
    };

    private readonly Option<int?> _attempts = new("--attempts") { Description = "How often a task may be started; 20 if left out." };

    private readonly Option<int> _patience = new("--patience")
    {
        Description = "Seconds to wait for an answer of Slurm.",
        DefaultValueFactory = _ => (int)SlurmClient.DefaultPatience.TotalSeconds,
    };

    private readonly Option<string?> _executable = new("--executable")
    {
        Description = "The dvae that nodes run, such as one of 'dotnet publish', or its folder; this one if left out.",
    };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        Option[] options = [_partition, _account, _time, _cpus, _memory, _running, _sbatch, _grace, _attempts, _executable, _patience];
        foreach (Option option in options) command.Options.Add(option);
        _patience.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 3600) result.AddError("--patience: from 1 to 3600.");
        });
    }

    /// <summary>What they say, over what was said before.</summary>
    /// <exception cref="UserErrorException">Everything that is wrong with it.</exception>
    public SlurmOptions Read(ParseResult parse, SlurmOptions before)
    {
        string[] further = parse.GetValue(_sbatch) ?? [];
        SlurmOptions options = before with
        {
            Partition = parse.GetValue(_partition) ?? before.Partition,
            Account = parse.GetValue(_account) ?? before.Account,
            Time = parse.GetValue(_time) ?? before.Time,
            Memory = parse.GetValue(_memory) ?? before.Memory,
            CpusPerTrial = parse.GetValue(_cpus) ?? before.CpusPerTrial,
            MaxRunning = parse.GetValue(_running) ?? before.MaxRunning,
            Grace = parse.GetValue(_grace) ?? before.Grace,
            Attempts = parse.GetValue(_attempts) ?? before.Attempts,
            Sbatch = further.Length > 0 ? further : before.Sbatch,
        };
        SlurmOptionRules.Check(options);
        return options;
    }

    /// <summary>The program that nodes run.</summary>
    /// <param name="parse">The arguments.</param>
    /// <param name="before">The one of an earlier submission; empty for none.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    public DvaeProgram Program(ParseResult parse, IReadOnlyList<string> before) =>
        parse.GetValue(_executable) is null && before.Count > 0 ? new DvaeProgram(before, NeedsRuntime: false) : DvaeProgram.Find(parse.GetValue(_executable));

    /// <summary>Slurm's commands.</summary>
    public SlurmClient Client(ParseResult parse) => new(TimeSpan.FromSeconds(parse.GetValue(_patience)));
}
