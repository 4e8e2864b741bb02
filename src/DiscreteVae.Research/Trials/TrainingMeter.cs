namespace DiscreteVae.Research.Trials;

/// <summary>
/// How far a trial is within its epoch, for who watches from another thread. The training thread writes a few words a step; a reader may
/// see one of them a step older than another.
/// </summary>
internal sealed class TrainingMeter
{
    private long _epoch = -1;
    private double _sum;
    private long _count;
    private long _step;
    private long _stepsPerEpoch;
    private double _elbo = double.NaN;
    private double _temperature = double.NaN;

    /// <summary>Steps of the optimiser so far.</summary>
    public long Step => Volatile.Read(ref _step);

    /// <summary>Steps in an epoch; 0 before the first.</summary>
    public long StepsPerEpoch => Volatile.Read(ref _stepsPerEpoch);

    /// <summary>The mean of the minibatches' ELBOs in this epoch so far, in nats per datum; not a number before the first.</summary>
    public double Elbo => Volatile.Read(ref _elbo);

    /// <summary>τ of the last step; not a number before the first.</summary>
    public double Temperature => Volatile.Read(ref _temperature);

    /// <summary>Takes a step down.</summary>
    public void Record(long step, long stepsPerEpoch, double elbo, double temperature)
    {
        long epoch = (step - 1) / stepsPerEpoch;
        if (epoch != _epoch) (_epoch, _sum, _count) = (epoch, 0, 0);
        _sum += elbo;
        Volatile.Write(ref _elbo, _sum / ++_count);
        Volatile.Write(ref _temperature, temperature);
        Volatile.Write(ref _stepsPerEpoch, stepsPerEpoch);
        Volatile.Write(ref _step, step);
    }
}
