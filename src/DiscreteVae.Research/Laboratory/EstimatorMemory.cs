using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Laboratory;

/// <summary>
/// What an estimator remembered at one moment, to put it back there before every draw: so that draws are independent of each other and of
/// who makes them.
/// </summary>
internal sealed class EstimatorMemory
{
    private readonly List<float[]> _values = [];
    private readonly List<double> _numbers = [];
    private readonly List<long> _counts = [];

    /// <summary>Copies all that the estimator remembers: nothing, of most.</summary>
    public static EstimatorMemory Of(IGradientEstimator estimator)
    {
        var memory = new EstimatorMemory();
        (estimator as IStateful)?.VisitState(new Reader(memory));
        return memory;
    }

    /// <summary>Puts the estimator, or another of its kind, back to that moment.</summary>
    public void Restore(IGradientEstimator estimator) => (estimator as IStateful)?.VisitState(new Writer(this));

    private sealed class Reader(EstimatorMemory memory) : IStateVisitor
    {
        public void Visit(string name, Span<float> values) => memory._values.Add(values.ToArray());

        public void Visit(string name, ref double value) => memory._numbers.Add(value);

        public void Visit(string name, ref long value) => memory._counts.Add(value);
    }

    // The order is stable, so that counting is enough to know which is which.
    private sealed class Writer(EstimatorMemory memory) : IStateVisitor
    {
        private int _value;
        private int _number;
        private int _count;

        public void Visit(string name, Span<float> values) => memory._values[_value++].CopyTo(values);

        public void Visit(string name, ref double value) => value = memory._numbers[_number++];

        public void Visit(string name, ref long value) => value = memory._counts[_count++];
    }
}
