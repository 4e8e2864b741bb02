using DiscreteVae.Metrics;
using DiscreteVae.Schedules;

namespace DiscreteVae.Research.Manifests;

/// <summary>
/// The names that a manifest may use, with the options that go with them, in the order in which they are listed to users.
/// </summary>
public sealed record ManifestVocabulary
{
    /// <summary>Before the folder of IDX files of one's own, in <c>data:dataset</c>.</summary>
    public const string IdxPrefix = "idx:";

    /// <summary>Estimators and the types of their options; see <see cref="OptionsOf{T}"/>.</summary>
    public required IReadOnlyDictionary<string, Type> Estimators { get; init; }

    /// <summary>Optimisers and the types of their options; see <see cref="OptionsOf{T}"/>.</summary>
    public required IReadOnlyDictionary<string, Type> Optimizers { get; init; }

    /// <summary>Data sets by name; <c>idx:&lt;folder&gt;</c> is known besides.</summary>
    public required IReadOnlyList<string> Datasets { get; init; }

    /// <summary>Backends by name, <c>auto</c> among them.</summary>
    public required IReadOnlyList<string> Backends { get; init; }

    /// <summary>Metrics by name.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [.. MetricRegistry.All.Names];

    /// <summary>Schedules.</summary>
    public Registry<ISchedule> Schedules { get; init; } = ScheduleRegistry.All;

    /// <summary>Why a trial's estimator cannot serve its model and samples, or null where it can.</summary>
    public Func<TrialManifest, string?> EstimatorProblem { get; init; } = _ => null;

    /// <summary>Why one of a trial's metrics cannot serve its model, or null where all can.</summary>
    public Func<TrialManifest, string?> MetricProblem { get; init; } = _ => null;

    /// <summary>The names of a registry with the types of their options, in the registry's order.</summary>
    public static IReadOnlyDictionary<string, Type> OptionsOf<T>(Registry<T> registry) =>
        new OrderedDictionary<string, Type>(registry.Select(variant => KeyValuePair.Create(variant.Name, variant.OptionsType)));

    /// <summary>The names of a kind.</summary>
    internal IEnumerable<string> Names(ChoiceKind kind) => kind switch
    {
        ChoiceKind.Estimator => Estimators.Keys,
        ChoiceKind.Optimizer => Optimizers.Keys,
        ChoiceKind.Schedule => Schedules.Names,
        ChoiceKind.Dataset => Datasets,
        ChoiceKind.Backend => Backends,
        ChoiceKind.Metric => Metrics,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The options types of a kind whose variants have options.</summary>
    internal IReadOnlyDictionary<string, Type> Variants(ChoiceKind kind) => kind switch
    {
        ChoiceKind.Estimator => Estimators,
        ChoiceKind.Optimizer => Optimizers,
        ChoiceKind.Schedule => OptionsOf(Schedules),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The name is known, or has the form of one's own IDX folder.</summary>
    internal bool Knows(ChoiceKind kind, string name) =>
        Names(kind).Contains(name, StringComparer.Ordinal)
        || (kind == ChoiceKind.Dataset && name.StartsWith(IdxPrefix, StringComparison.Ordinal) && name.Length > IdxPrefix.Length);
}
