using DiscreteVae.Estimators;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>Noise that notes whether one uniform number for each of N latents was all that was asked for.</summary>
internal sealed class LaneProbe(int latents) : INoise
{
    private readonly StreamNoise _noise = TestInputs.Noise(1);
    private int _asked;
    private bool _other;

    public bool OneSampleOnly => _asked == 1 && !_other;

    public void FillUniform(int lane, Span<Real> destination, int first = 0)
    {
        _asked++;
        _other |= destination.Length != latents;
        _noise.FillUniform(lane, destination, first);
    }

    public void FillExponential(int lane, Span<Real> destination, int first = 0)
    {
        _other = true;
        _noise.FillExponential(lane, destination, first);
    }
}
