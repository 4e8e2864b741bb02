using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Comparison;

/// <summary>Two values of a key against each other.</summary>
/// <param name="First">a.</param>
/// <param name="Second">b.</param>
/// <param name="FirstMean">The mean of a over the pairs.</param>
/// <param name="SecondMean">The mean of b over the pairs.</param>
/// <param name="Difference">Of a − b, pair by pair.</param>
/// <param name="HolmPValue">The p-value corrected for all pairs of values in the table.</param>
/// <param name="Seeds">How many seeds would resolve the difference asked for; null where a million are too few.</param>
public sealed record ComparedPair(
    string First, string Second, double FirstMean, double SecondMean, PairedDifference Difference, double HolmPValue, int? Seeds);

/// <summary>
/// The values of one swept key against each other, each pair over the trials that agree in everything else swept, the seed
/// included: such trials have the same initial weights, order of data and binarisation, so that what the seed does to both cancels in
/// their difference.
/// </summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Groups">Each value with its trials' metric by itself.</param>
/// <param name="Pairs">Every pair of values, in the plan's order.</param>
/// <param name="Companions">Swept keys whose value goes with the compared one: what is compared is both together.</param>
/// <param name="Unpaired">How many trials have no partner in some pair.</param>
public sealed record PairedComparison(
    ComparisonRequest Request,
    IReadOnlyList<(string Value, SeedStatistics Statistics)> Groups,
    IReadOnlyList<ComparedPair> Pairs,
    IReadOnlyList<string> Companions,
    int Unpaired)
{
    /// <summary>Compares the trials of a results folder.</summary>
    /// <exception cref="UserErrorException">There is nothing to compare, or not enough of it.</exception>
    public static PairedComparison Of(ResultsFolder folder, ComparisonRequest request)
    {
        ComparedTrial[] trials = ComparedTrials.Read(folder, request);
        IGrouping<string, ComparedTrial>[] groups = [.. trials.GroupBy(trial => trial.Swept(request.By))];
        string[] keys = [.. trials[0].Keys.Where(key => key != request.By && key != TrialRecord.SeedKey)];
        string[] companions = [.. keys.Where(key => IsCompanion(groups, key))];
        string[] paired = [.. keys.Except(companions)];
        Dictionary<string, ComparedTrial>[] units = [.. groups.Select(group => Units(request.By, group, paired))];

        var found = new List<(int First, int Second, double[] FirstValues, double[] SecondValues, PairedDifference Difference)>();
        var alone = new HashSet<string>();
        for (int i = 0; i < groups.Length; i++)
        {
            for (int j = i + 1; j < groups.Length; j++)
            {
                string[] common = [.. units[i].Keys.Where(units[j].ContainsKey)];
                RequireSeeds(request.By, groups[i], groups[j], [.. common.Select(unit => units[i][unit])], paired);
                double[] first = [.. common.Select(unit => units[i][unit].Value)], second = [.. common.Select(unit => units[j][unit].Value)];
                found.Add((i, j, first, second, PairedDifference.Of([.. first.Zip(second, (a, b) => a - b)])));
                foreach ((int group, int other) in ((int, int)[])[(i, j), (j, i)])
                    alone.UnionWith(units[group].Where(unit => !units[other].ContainsKey(unit.Key)).Select(unit => unit.Value.Id));
            }
        }
        double[] holm = HolmCorrection.Adjust([.. found.Select(pair => pair.Difference.PValue)]);
        return new PairedComparison(
            request,
            [.. groups.Select(group => (group.Key, SeedStatistics.Of([.. group.Select(trial => trial.Value)])))],
            [.. found.Select((pair, index) => new ComparedPair(
                groups[pair.First].Key, groups[pair.Second].Key, pair.FirstValues.Average(), pair.SecondValues.Average(), pair.Difference,
                holm[index], PairedPower.Pairs(request.Resolve, pair.Difference.Deviation, request.Power)))],
            companions,
            alone.Count);
    }

    // One value within each group, and not the same in all: it was swept along with the key.
    private static bool IsCompanion(IGrouping<string, ComparedTrial>[] groups, string key) =>
        groups.All(group => group.Select(trial => trial.Swept(key)).Distinct().Count() == 1)
        && groups.Select(group => group.First().Swept(key)).Distinct().Count() > 1;

    private static Dictionary<string, ComparedTrial> Units(string by, IGrouping<string, ComparedTrial> group, string[] paired)
    {
        var units = new Dictionary<string, ComparedTrial>();
        foreach (ComparedTrial trial in group)
        {
            if (units.TryAdd(string.Join('\0', [.. paired.Select(trial.Swept), Csv.Number(trial.Seed)]), trial)) continue;
            throw new UserErrorException(ExitCode.Usage,
                $"{by}={group.Key} has several trials of seed {trial.Seed} that agree in everything else swept: which one to pair is not clear.");
        }
        return units;
    }

    private static void RequireSeeds(
        string by, IGrouping<string, ComparedTrial> first, IGrouping<string, ComparedTrial> second, ComparedTrial[] common, string[] paired)
    {
        if (common.Select(trial => trial.Seed).Distinct().Count() >= 2) return;
        string reason = common.Length == 0
            ? $"no trial of one agrees with one of the other in {string.Join(", ", [.. paired, "the seed"])}"
            : $"they have only seed {common[0].Seed} in common, and one seed gives no interval";
        throw new UserErrorException(ExitCode.Usage,
            $"{by}={first.Key} (seeds {Seeds(first)}) and {by}={second.Key} (seeds {Seeds(second)}) cannot be compared: {reason}. "
            + "Sweep two or more seeds for both (sweep:seeds), or choose what to compare with --values.");
    }

    private static string Seeds(IEnumerable<ComparedTrial> trials) =>
        string.Join(", ", trials.Select(trial => trial.Seed).Distinct().Order());
}
