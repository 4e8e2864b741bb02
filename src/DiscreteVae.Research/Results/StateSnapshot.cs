using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Results;

/// <summary>
/// What an <see cref="IStateful"/> remembered at one moment, by name, to put it or another of its kind back to that moment.
/// </summary>
public sealed class StateSnapshot
{
    /// <summary>Values of a fixed number.</summary>
    public OrderedDictionary<string, float[]> Arrays { get; } = new(StringComparer.Ordinal);

    /// <summary>Numbers in double precision.</summary>
    public OrderedDictionary<string, double> Numbers { get; } = new(StringComparer.Ordinal);

    /// <summary>Counts.</summary>
    public OrderedDictionary<string, long> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Copies all that is remembered.</summary>
    public static StateSnapshot Of(IStateful source)
    {
        var snapshot = new StateSnapshot();
        source.VisitState(new Reader(snapshot));
        return snapshot;
    }

    /// <summary>Overwrites all that <paramref name="target"/> remembers.</summary>
    /// <exception cref="InvalidDataException">
    /// It remembers something else than the snapshot holds; what was overwritten before that was noticed stays so.
    /// </exception>
    public void Restore(IStateful target)
    {
        var writer = new Writer(this);
        target.VisitState(writer);
        int held = Arrays.Count + Numbers.Count + Counts.Count;
        if (writer.Count != held) throw new InvalidDataException($"it remembers {held} things, of which {writer.Count} are known here");
    }

    private sealed class Reader(StateSnapshot snapshot) : IStateVisitor
    {
        public void Visit(string name, Span<float> values) => snapshot.Arrays.Add(name, values.ToArray());

        public void Visit(string name, ref double value) => snapshot.Numbers.Add(name, value);

        public void Visit(string name, ref long value) => snapshot.Counts.Add(name, value);
    }

    private sealed class Writer(StateSnapshot snapshot) : IStateVisitor
    {
        public int Count { get; private set; }

        public void Visit(string name, Span<float> values)
        {
            float[] held = Held(snapshot.Arrays, name);
            if (held.Length != values.Length) throw new InvalidDataException($"'{name}' has {held.Length} values instead of {values.Length}");
            held.CopyTo(values);
        }

        public void Visit(string name, ref double value) => value = Held(snapshot.Numbers, name);

        public void Visit(string name, ref long value) => value = Held(snapshot.Counts, name);

        private T Held<T>(OrderedDictionary<string, T> values, string name)
        {
            Count++;
            return values.TryGetValue(name, out T? value) ? value : throw new InvalidDataException($"it does not remember '{name}'");
        }
    }
}
