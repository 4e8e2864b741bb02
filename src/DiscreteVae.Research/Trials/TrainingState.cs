using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// All that a trial remembers besides its weights: the optimiser's step and states, the estimator's baselines, the pass under way,
/// and the seconds spent. Schedules and random numbers are functions of the step and the epoch and remember nothing.
/// </summary>
internal sealed class TrainingState(Trainer trainer) : IStateful
{
    private double _seconds;

    /// <summary>Wall-clock seconds of all sessions until the checkpoint.</summary>
    public double Seconds
    {
        get => _seconds;
        set => _seconds = value;
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        visitor.Visit("seconds", ref _seconds);
        new OptimizerState(trainer.Model, trainer.Optimizer).VisitState(new Prefixed("optimizer.", visitor));
        (trainer.Estimator as IStateful)?.VisitState(new Prefixed("estimator.", visitor));
        trainer.Pass.VisitState(new Prefixed("pass.", visitor));
    }

    private sealed class Prefixed(string prefix, IStateVisitor inner) : IStateVisitor
    {
        public void Visit(string name, Span<float> values) => inner.Visit(prefix + name, values);

        public void Visit(string name, ref double value) => inner.Visit(prefix + name, ref value);

        public void Visit(string name, ref long value) => inner.Visit(prefix + name, ref value);
    }
}
