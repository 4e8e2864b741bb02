using System.CommandLine;
using System.CommandLine.Parsing;
using DiscreteVae.Research.Comparison;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// <c>dvae compare</c>: the values of a swept key against each other, paired over seeds, or a run against published numbers.
/// </summary>
internal static class CompareCommand
{
    private const string DefaultMetric = "test_elbo";

    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("results") { Description = "A results folder." };
        var by = new Option<string?>("--by") { Description = "The swept key whose values are compared, such as estimator:name." };
        var metric = new Option<string>("--metric") { Description = "A metric column of trials.csv.", DefaultValueFactory = _ => DefaultMetric };
        var epoch = new Option<int?>("--epoch") { Description = "Compare at this epoch instead of at each trial's last." };
        var values = new Option<string?>("--values") { Description = "Compare only these values of the key, separated by commas." };
        var resolve = new Option<double?>("--resolve")
        {
            Description = $"The difference, in the metric's unit, of which is told how many seeds would resolve it; {Csv.Number(ComparisonRequest.HalfANat)} if left out.",
        };
        var reference = new Option<string?>("--reference")
        {
            Description = "Published numbers to check the run against: a CSV table with the columns epoch,metric,mean,sd,n,source and key paths. Exits with 1 where one is missed.",
        };
        var command = new Command("compare", "Compare trained models, with intervals: pairs of settings over common seeds, or a run with published numbers.")
        {
            folder, by, metric, epoch, values, resolve, reference,
        };
        command.Validators.Add(result => Validate(result, by, resolve, reference));
        command.SetAction(parse =>
        {
            ResultsFolder results = ResultsFolder.Open(parse.GetRequiredValue(folder));
            if (parse.GetValue(reference) is string path) return Check(results, path, context);
            return Compare(results, new ComparisonRequest(parse.GetRequiredValue(by)!, parse.GetRequiredValue(metric))
            {
                Epoch = parse.GetValue(epoch),
                Values = parse.GetValue(values)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
                Resolve = parse.GetValue(resolve) ?? ComparisonRequest.HalfANat,
            }, context);
        });
        return command;
    }

    private static void Validate(CommandResult result, Option<string?> by, Option<double?> resolve, Option<string?> reference)
    {
        bool compares = result.GetValue(by) is not null, checks = result.GetValue(reference) is not null;
        if (compares == checks) result.AddError("compare needs either --by <key>, such as --by estimator:name, or --reference <file>.");
        if (result.GetValue(resolve) is double difference && !(difference is > 0 and < double.PositiveInfinity)) result.AddError("--resolve must be a number above 0.");
    }

    private static int Compare(ResultsFolder results, ComparisonRequest request, CommandContext context)
    {
        PairedComparison comparison = PairedComparison.Of(results, request);
        foreach (string key in comparison.Companions)
            context.Error.WriteLine($"note: {key} has another value under each {request.By}: what is compared is both together.");
        if (comparison.Unpaired > 0)
            context.Error.WriteLine($"note: {comparison.Unpaired} trials have no partner of the same seed in some pairs and are left out of those.");
        string path = Path.Join(results.FullPath, "comparison.csv");
        AtomicFile.WriteText(path, ComparisonTable.ToCsv(comparison));
        string when = request.Epoch is int epoch ? $"at epoch {epoch}" : "after each trial's last epoch";
        context.Output.WriteLine($"{request.Metric} {when}, by {request.By}; differences are paired over everything else swept, p-values by Student's t");
        context.Output.WriteLine();
        TextTable.Write(context.Output, ComparisonTable.Values(comparison));
        context.Output.WriteLine();
        TextTable.Write(context.Output, ComparisonTable.Pairs(comparison));
        context.Error.WriteLine(path);
        return (int)ExitCode.Success;
    }

    private static int Check(ResultsFolder results, string reference, CommandContext context)
    {
        IReadOnlyList<ReferenceCheck> checks = ReferenceCheck.Of(results, ReferenceMark.Read(reference));
        string path = Path.Join(results.FullPath, "reference.csv");
        AtomicFile.WriteText(path, ReferenceTable.ToCsv(checks));
        TextTable.Write(context.Output, ReferenceTable.Lines(checks));
        context.Error.WriteLine(path);
        return (int)(checks.All(check => check.Result == CheckResult.Inside) ? ExitCode.Success : ExitCode.TrialFailed);
    }
}
