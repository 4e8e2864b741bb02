using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>A checkpoint in memory: what something remembers, written down once and played back into another instance.</summary>
internal sealed class StateTape
{
    private readonly List<(string Name, object Value)> _entries = [];

    /// <summary>The names in the order of the visit.</summary>
    public IEnumerable<string> Names => _entries.Select(entry => entry.Name);

    /// <summary>Writes down what <paramref name="source"/> remembers; nothing where it remembers nothing.</summary>
    public static StateTape Record(object source)
    {
        var tape = new StateTape();
        (source as IStateful)?.VisitState(new Recorder(tape));
        return tape;
    }

    /// <summary>Overwrites what <paramref name="target"/> remembers; it must ask for the same names in the same order.</summary>
    public void PlayInto(object target)
    {
        var player = new Player(this);
        (target as IStateful)?.VisitState(player);
        Assert.Equal(_entries.Count, player.Played);
    }

    private sealed class Recorder(StateTape tape) : IStateVisitor
    {
        public void Visit(string name, Span<Real> values) => tape._entries.Add((name, values.ToArray()));

        public void Visit(string name, ref double value) => tape._entries.Add((name, value));

        public void Visit(string name, ref long value) => tape._entries.Add((name, value));
    }

    private sealed class Player(StateTape tape) : IStateVisitor
    {
        public int Played { get; private set; }

        public void Visit(string name, Span<Real> values) => Next<Real[]>(name).CopyTo(values);

        public void Visit(string name, ref double value) => value = Next<double>(name);

        public void Visit(string name, ref long value) => value = Next<long>(name);

        private T Next<T>(string name)
        {
            (string recorded, object value) = tape._entries[Played++];
            Assert.Equal(recorded, name);
            return (T)value;
        }
    }
}
