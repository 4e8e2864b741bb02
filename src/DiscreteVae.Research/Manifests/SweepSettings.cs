using System.Text.Json.Nodes;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Manifests;

/// <summary>Enumerates or draws the settings of a sweep; a pure function of the section.</summary>
internal sealed class SweepSettings(SweepSection sweep)
{
    // Settings repeat or are left out: so many times the budget are tried before it counts as out of reach.
    private const int DrawsEach = 100;
    private const int MostDraws = 2_000_000;

    private readonly HashSet<int> _used = [];

    /// <summary>The key paths that the sweep sets, those of cases first, in the order written.</summary>
    public IReadOnlyList<string> Keys { get; } =
    [
        .. sweep.Cases.SelectMany(keys => keys.Keys).Concat(sweep.Axes.Select(axis => axis.Key))
            .Concat(sweep.Seeds.Count > 0 ? [SweepSeeds.Key] : []).Distinct(),
    ];

    /// <summary>How many trials there are at most.</summary>
    public double Count => Math.Max(1, sweep.Seeds.Count) * (sweep.Options.Draws
        ? sweep.Options.Random.Budget
        : sweep.Axes.Aggregate(Math.Max(1.0, sweep.Cases.Count), (product, axis) => product * axis.Values.Count));

    /// <summary>The items of <c>sweep:exclude</c> that left nothing out so far.</summary>
    public IEnumerable<int> Unused => Enumerable.Range(0, sweep.Exclude.Count).Where(item => !_used.Contains(item));

    /// <summary>How many settings were drawn so far.</summary>
    public int Drawn { get; private set; }

    /// <summary>Every setting with every seed, the seeds the fastest.</summary>
    public IEnumerable<IReadOnlyList<SweptValue>> All()
    {
        SweptValue?[] seeds = sweep.Seeds.Count == 0 ? [null] : [.. sweep.Seeds.Select((seed, i) =>
            new SweptValue(SweepSeeds.Key, JsonValue.Create(seed), KeyPath.Item(SweepSeeds.Path, i)))];
        foreach (IReadOnlyList<SweptValue> setting in sweep.Options.Draws ? Draws(seeds) : Combinations())
        {
            foreach (SweptValue? seed in seeds)
            {
                IReadOnlyList<SweptValue> values = seed is null ? setting : [.. setting, seed];
                if (!IsExcluded(values))
                    yield return values;
            }
        }
    }

    private IEnumerable<IReadOnlyList<SweptValue>> Combinations()
    {
        IEnumerable<IReadOnlyList<SweptValue>> combinations =
            sweep.Cases.Count == 0 ? [[]] : sweep.Cases.Select((_, i) => Case(i));
        foreach (SweepAxis axis in sweep.Axes)
        {
            combinations = combinations.SelectMany(values => axis.Values.Select((_, i) => (IReadOnlyList<SweptValue>)
                [.. values, Item(axis, i)]));
        }
        return combinations;
    }

    // Draws without replacement. A setting that is left out with every seed does not count.
    private IEnumerable<IReadOnlyList<SweptValue>> Draws(SweptValue?[] seeds)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Drawn = 0;
        int budget = sweep.Options.Random.Budget;
        long draws = Math.Min(MostDraws, (long)DrawsEach * budget + 1000);
        for (int draw = 0; draw < draws && Drawn < budget; draw++)
        {
            SweptValue[] values =
            [
                .. sweep.Cases.Count == 0 ? [] : Case((int)(sweep.Cases.Count * Fraction(0, draw))),
                .. sweep.Axes.Select((axis, i) => Draw(axis, Fraction(i + 1, draw))),
            ];
            if (!seen.Add(string.Join('\n', values.Select(value => value.Key + CanonicalJson.Serialize(value.Value))))
                || seeds.All(seed => IsExcluded(seed is null ? values : [.. values, seed])))
                continue;
            Drawn++;
            yield return values;
        }
    }

    // Each axis has streams of its own: another axis changes nothing that is drawn from the ones before it.
    private double Fraction(int axis, int draw)
    {
        Span<uint> words = stackalloc uint[2];
        RandomStream.Create((ulong)sweep.Options.Random.Seed, Purpose.Sweep, (uint)axis, (uint)draw).Fill(words);
        return (((ulong)words[0] << 32 | words[1]) >> 11) * (1.0 / (1L << 53));
    }

    private static SweptValue Draw(SweepAxis axis, double fraction) => axis.Range is { } range
        ? new SweptValue(axis.Key, range.At(fraction), KeyPath.Join(SweepBinder.AxesPath, axis.Key))
        : Item(axis, (int)(axis.Values.Count * fraction));

    private static SweptValue Item(SweepAxis axis, int item) =>
        new(axis.Key, axis.Values[item], KeyPath.Item(KeyPath.Join(SweepBinder.AxesPath, axis.Key), item));

    private SweptValue[] Case(int item) =>
    [
        .. sweep.Cases[item].Select(pair =>
            new SweptValue(pair.Key, pair.Value, KeyPath.Join(KeyPath.Item(SweepBinder.CasesPath, item), pair.Key))),
    ];

    private bool IsExcluded(IReadOnlyList<SweptValue> values)
    {
        bool excluded = false;
        for (int item = 0; item < sweep.Exclude.Count; item++)
        {
            if (!sweep.Exclude[item].All(pair => values.Any(value => value.Key == pair.Key
                && CanonicalJson.Serialize(value.Value) == CanonicalJson.Serialize(pair.Value))))
                continue;
            _used.Add(item);
            excluded = true;
        }
        return excluded;
    }
}
