using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DiscreteVae;

/// <summary>
/// One named choice of a registry (an optimiser, a schedule, an estimator): its kebab-case name, the type of its options and how it is
/// made from them. A manifest gives the options in a section under the variant's own name, so that a sweep can change the name alone.
/// </summary>
/// <typeparam name="T">What the variants have in common.</typeparam>
public sealed class Variant<T>
{
    private readonly Func<object, T> _create;

    private Variant(string name, Type optionsType, Func<object> defaultOptions, Func<object, T> create)
    {
        Name = name;
        OptionsType = optionsType;
        DefaultOptions = defaultOptions;
        _create = create;
    }

    /// <summary>The name in manifests.</summary>
    public string Name { get; }

    /// <summary>A record with a public parameterless constructor whose properties carry range attributes.</summary>
    public Type OptionsType { get; }

    /// <summary>Makes the options with every default.</summary>
    public Func<object> DefaultOptions { get; }

    /// <summary>Makes the variant; <paramref name="options"/> is of <see cref="OptionsType"/>, or null for the defaults.</summary>
    public T Create(object? options = null) => _create(options ?? DefaultOptions());

    /// <summary>A variant with options.</summary>
    [SuppressMessage("Design", "CA1000:Do not declare static members on generic types", Justification = "The factory reads best beside the type.")]
    public static Variant<T> Of<TOptions>(string name, Func<TOptions, T> create) where TOptions : class, new() =>
        new(name, typeof(TOptions), () => new TOptions(), options => create((TOptions)options));
}

/// <summary>The options of a variant that has none.</summary>
public sealed record NoOptions;

/// <summary>An explicit, ordered list of variants: it can be searched, keeps its order and survives trimming.</summary>
/// <typeparam name="T">What the variants have in common.</typeparam>
public sealed class Registry<T>(string kind, params Variant<T>[] variants) : IReadOnlyList<Variant<T>>
{
    /// <summary>What is registered, in words: "estimator", "schedule".</summary>
    public string Kind { get; } = kind;

    /// <summary>The names in order.</summary>
    public IEnumerable<string> Names => variants.Select(variant => variant.Name);

    /// <inheritdoc/>
    public int Count => variants.Length;

    /// <inheritdoc/>
    public Variant<T> this[int index] => variants[index];

    /// <summary>The variant of that name, or an error that names all there are.</summary>
    /// <exception cref="ArgumentException">No variant has the name.</exception>
    public Variant<T> this[string name] => Find(name)
        ?? throw new ArgumentException($"There is no {Kind} '{name}'. Known: {string.Join(", ", Names)}.");

    /// <summary>The variant of that name, or null.</summary>
    public Variant<T>? Find(string name) => Array.Find(variants, variant => variant.Name == name);

    /// <inheritdoc/>
    public IEnumerator<Variant<T>> GetEnumerator() => ((IEnumerable<Variant<T>>)variants).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
