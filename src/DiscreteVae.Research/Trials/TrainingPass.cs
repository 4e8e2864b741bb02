using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// How far a pass over the training images has come, and its sums so far: what an epoch's row is made of, kept so that a pass that
/// was interrupted goes on behind its last minibatch.
/// </summary>
internal sealed class TrainingPass : IStateful
{
    private long _epoch;
    private long _examples;
    private double _logLikelihood;
    private double _kl;

    /// <summary>Images trained on in this pass.</summary>
    public int Examples => (int)_examples;

    /// <summary>The sums over them, each minibatch before its own update.</summary>
    public Elbo Elbo => new(_logLikelihood, _kl, _examples);

    /// <summary>Adds a minibatch.</summary>
    public void Add(Elbo minibatch)
    {
        Elbo sum = Elbo + minibatch;
        (_logLikelihood, _kl, _examples) = (sum.LogLikelihood, sum.Kl, sum.Count);
    }

    /// <summary>Begins the pass of an epoch, or goes on with it where it is the one under way.</summary>
    public void Begin(int epoch)
    {
        if (_epoch != epoch) (_epoch, _examples, _logLikelihood, _kl) = (epoch, 0, 0, 0);
    }

    /// <inheritdoc/>
    public void VisitState(IStateVisitor visitor)
    {
        visitor.Visit("epoch", ref _epoch);
        visitor.Visit("examples", ref _examples);
        visitor.Visit("log_likelihood", ref _logLikelihood);
        visitor.Visit("kl", ref _kl);
    }
}
