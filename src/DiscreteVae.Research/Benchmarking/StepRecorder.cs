namespace DiscreteVae.Research.Benchmarking;

/// <summary>
/// Adds up ticks and floating-point operations in slots over a train step. A reading of the clock costs tens of nanoseconds, and a step has
/// a few dozen of them beside a millisecond of arithmetic: what is measured is not changed by it.
/// </summary>
internal sealed class StepRecorder(TimeProvider clock)
{
    private long[] _ticks = [];
    private double[] _operations = [];

    /// <summary>The time now, for <see cref="Add"/>.</summary>
    public long Now => clock.GetTimestamp();

    /// <summary>Operations of all slots in the step under way.</summary>
    public double AllOperations => _operations.Sum();

    /// <summary>A new slot's number. All slots are made before the first step.</summary>
    public int AddSlot()
    {
        Array.Resize(ref _ticks, _ticks.Length + 1);
        Array.Resize(ref _operations, _ticks.Length);
        return _ticks.Length - 1;
    }

    /// <summary>Begins a step: every slot is 0.</summary>
    public void Begin()
    {
        Array.Clear(_ticks);
        Array.Clear(_operations);
    }

    /// <summary>Adds the time since <paramref name="begun"/>, and operations, to a slot.</summary>
    public void Add(int slot, long begun, double operations = 0)
    {
        _ticks[slot] += Now - begun;
        _operations[slot] += operations;
    }

    /// <summary>Takes ticks away from a slot: those of parts that have slots of their own.</summary>
    public void Subtract(int slot, long ticks) => _ticks[slot] -= ticks;

    /// <summary>The ticks of a slot in the step under way.</summary>
    public long Ticks(int slot) => _ticks[slot];

    /// <summary>Operations of a slot in the step under way.</summary>
    public double Operations(int slot) => _operations[slot];

    /// <summary>The ticks of every slot, to keep.</summary>
    public long[] Snapshot() => [.. _ticks];

    /// <summary>
    /// Milliseconds a step of every slot: the mean over the fastest half of the steps by the slot <paramref name="total"/>. Other
    /// programs of the machine disturb the rest, and the parts of a mean still add up.
    /// </summary>
    /// <param name="steps">Snapshots; at least one.</param>
    /// <param name="total">The slot of the whole step.</param>
    public double[] Milliseconds(IReadOnlyCollection<long[]> steps, int total)
    {
        long[][] fastest = [.. steps.OrderBy(step => step[total]).Take((steps.Count + 1) / 2)];
        return [.. Enumerable.Range(0, _ticks.Length)
            .Select(slot => fastest.Average(step => (double)step[slot]) * 1000 / clock.TimestampFrequency)];
    }
}
