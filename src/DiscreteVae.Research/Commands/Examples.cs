using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DiscreteVae.Research.Commands;

/// <summary>Examples of every verb, which its help ends with.</summary>
internal static class Examples
{
    /// <summary>Command lines by verb with what they do; the empty name is <c>dvae</c> itself.</summary>
    public static IReadOnlyDictionary<string, (string Line, string Meaning)[]> All { get; } = new Dictionary<string, (string, string)[]>
    {
        [""] =
        [
            ("dvae run experiments/quickstart.json", "train a small model in seconds"),
            ("dvae init my-study --dataset idx:path/to/images", "begin an experiment of your own"),
            ("dvae plan my-study.json", "check it, and see its trials"),
        ],
        ["run"] =
        [
            ("dvae run experiments/quickstart.json", "train, and write results/quickstart/"),
            ("dvae run experiments/quickstart.json training:epochs=5 model:hidden=[256,128]", "with some keys changed"),
            ("dvae run experiments/quickstart.json sweep:axes:training:seed=[0,1,2] --tensorboard", "three seeds, with event files for TensorBoard"),
        ],
        ["resume"] = [("dvae resume results/quickstart", "go on after an interruption")],
        ["retry"] = [("dvae retry --failed results/quickstart", "run the trials that failed once more")],
        ["trial"] = [("dvae trial --plan results/quickstart/plan.json --index 0", "run the first trial, as a cluster's job does")],
        ["collect"] = [("dvae collect results/quickstart", "make the tables from the trials' folders")],
        ["plan"] = [("dvae plan experiments/quickstart.json estimator:name=rloo estimator:samples=4", "what would run, without running it")],
        ["validate"] = [("dvae validate experiments/quickstart.json", "check it without making a plan")],
        ["schema"] = [("dvae schema", "print the schema that editors check manifests with")],
        ["status"] = [("dvae status results/quickstart", "how far each trial has come")],
        ["show"] = [("dvae show 0e8b --results results/quickstart", "one trial, by the beginning of its id")],
        ["best"] = [("dvae best results/temperature-annealing --top 3", "the settings with the highest test ELBO, with intervals")],
        ["compare"] =
        [
            ("dvae compare results/estimators --by estimator:name", "each pair of estimators over common seeds"),
            ("dvae compare results/reinmax-protocol --reference experiments/reference/reinmax-protocol.csv", "beside published means"),
        ],
        ["submit"] = [("dvae submit slurm experiments/seeds.json --dry-run", "print the scripts and submit nothing")],
        ["submit slurm"] =
        [
            ("dvae submit slurm experiments/seeds.json --dry-run", "print the scripts and submit nothing"),
            ("dvae submit slurm experiments/seeds.json --time 1:00:00 --memory 1G --max-running 4", "an hour and a gigabyte each, four at once"),
        ],
        ["task"] = [("dvae task slurm --plan results/seeds/plan.json --first 0 --count 2", "the first two trials, inside a job")],
        ["task slurm"] = [("dvae task slurm --plan results/seeds/plan.json --first 0 --count 2", "the first two trials, inside a job")],
        ["cancel"] = [("dvae cancel results/seeds", "end its jobs; running trials save first")],
        ["gradients"] = [("dvae gradients experiments/gradient-quality.json", "bias, variance and cost of estimators")],
        ["data list"] = [("dvae data list", "which data sets there are, and where")],
        ["data fetch"] = [("dvae data fetch mnist", "download MNIST into the cache")],
        ["data"] = [("dvae data list", "which data sets there are, and where")],
        ["plot"] = [("dvae plot results/quickstart --metric elbo -o elbo.svg", "the ELBO over the epochs")],
        ["doctor"] = [("dvae doctor", "which backends and data sets are here")],
        ["bench"] = [("dvae bench experiments/quickstart.json --epochs 3 --threads 1", "how fast it trains on one thread")],
        ["reconstruct"] = [("dvae reconstruct results/quickstart --images 8 -o images.png", "test images beside what the model makes of them")],
        ["traverse"] = [("dvae traverse results/quickstart", "what each latent's categories decode to")],
        ["export"] = [("dvae export --onnx results/quickstart -o models", "encoder.onnx and decoder.onnx")],
        ["init"] =
        [
            ("dvae init my-study", "write my-study.json"),
            ("dvae init my-study --estimator rloo estimator:samples=4", "with another estimator and its samples"),
        ],
        ["completion"] = [("dvae completion bash", "print the script for bash: source <(dvae completion bash)")],
        ["report"] = [("dvae report results/quickstart", "write results/quickstart/report.html")],
        ["watch"] = [("dvae watch results/quickstart", "the report while the sweep runs")],
    };

    /// <summary>Adds them to the help of a command and of its verbs.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption option = root.Options.OfType<HelpOption>().Single();
        option.Action = new HelpWithExamples((HelpAction)option.Action!);
    }

    /// <summary>The verb as its examples are listed: <c>data list</c>.</summary>
    public static string NameOf(Command command) => command is RootCommand ? ""
        : command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{NameOf(parent)} {command.Name}" : command.Name;

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        // Who asks for help need not have given all arguments.
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int code = help.Invoke(parseResult);
            if (!All.TryGetValue(NameOf(parseResult.CommandResult.Command), out (string Line, string Meaning)[]? examples)) return code;
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach ((string line, string meaning) in examples)
            {
                output.WriteLine($"  {line}");
                output.WriteLine($"      {meaning}");
            }
            output.WriteLine();
            return code;
        }
    }
}
