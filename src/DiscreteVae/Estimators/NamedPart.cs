using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>Puts the name of a part before the names of what it remembers.</summary>
internal sealed class NamedPart(IStateVisitor visitor, string part) : IStateVisitor
{
    public void Visit(string name, Span<Real> values) => visitor.Visit($"{part}.{name}", values);

    public void Visit(string name, ref double value) => visitor.Visit($"{part}.{name}", ref value);

    public void Visit(string name, ref long value) => visitor.Visit($"{part}.{name}", ref value);
}
