using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Benchmarking;

/// <summary>An estimator that tells where in the step it begins and ends, and what it took without the decoder that it calls.</summary>
internal sealed class ProfiledEstimator(IGradientEstimator estimator, StepParts parts) : IGradientEstimator
{
    public EstimatorTraits Traits => estimator.Traits;

    /// <summary>When the step began.</summary>
    public long StepBegun { get; set; }

    public void Estimate(Posterior posterior, ILatentObjective objective, Real temperature, INoise noise, Span<Real> losses, Matrix gradient)
    {
        StepRecorder recorder = parts.Recorder;
        recorder.Add(parts.Encode, StepBegun);
        parts.Phase = StepPhase.Estimate;
        long begun = recorder.Now;
        estimator.Estimate(posterior, objective, temperature, noise, losses, gradient);
        recorder.Add(parts.Estimate, begun);
        recorder.Subtract(parts.Estimate, recorder.Ticks(parts.Decode) + recorder.Ticks(parts.Backward));
        parts.Phase = StepPhase.Finish;
    }
}
