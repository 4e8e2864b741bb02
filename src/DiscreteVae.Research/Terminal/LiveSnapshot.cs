namespace DiscreteVae.Research.Terminal;

/// <summary>A sweep at a moment, as the live view draws it.</summary>
internal sealed record LiveSnapshot
{
    /// <summary>The experiment and how the cores are shared.</summary>
    public required string Title { get; init; }

    /// <summary>The trials under way, in the order of the plan.</summary>
    public required IReadOnlyList<RunningTrial> Running { get; init; }

    /// <summary>The trials that ended, best first.</summary>
    public required IReadOnlyList<EndedTrial> Ended { get; init; }

    /// <summary>Trials of the plan.</summary>
    public required int Total { get; init; }

    /// <summary>Trials that ended, those of earlier runs included.</summary>
    public required int Done { get; init; }

    /// <summary>How much of all trials is done, in [0, 1].</summary>
    public required double Fraction { get; init; }

    /// <summary>Since the first trial began.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>Till the last ends, at the pace so far; null where it is not known.</summary>
    public required TimeSpan? Left { get; init; }

    /// <summary>The last notes.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>A trial under way.</summary>
/// <param name="Label">Its place in the plan and its id.</param>
/// <param name="Swept">What it is a trial of.</param>
/// <param name="Epoch">The epoch under way.</param>
/// <param name="Epochs">All its epochs.</param>
/// <param name="Fraction">How much of its steps is done, in [0, 1].</param>
/// <param name="Elbo">Of the training images in this epoch so far; not a number before the first step.</param>
/// <param name="Temperature">τ; not a number before the first step.</param>
/// <param name="StepsPerSecond">Of training, without evaluation; 0 where it is not known.</param>
/// <param name="Left">Till it ends, at the pace so far; null where it is not known.</param>
internal sealed record RunningTrial(
    string Label, string Swept, int Epoch, int Epochs, double Fraction, double Elbo, double Temperature, double StepsPerSecond, TimeSpan? Left);

/// <summary>A trial that ended.</summary>
/// <param name="Label">Its place in the plan and its id.</param>
/// <param name="Swept">What it is a trial of.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Elbo">Of the test images; null where there is none.</param>
/// <param name="Epochs">Epochs done.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Reason">Why it did not complete.</param>
internal sealed record EndedTrial(string Label, string Swept, string Status, double? Elbo, int Epochs, double Seconds, string? Reason);
