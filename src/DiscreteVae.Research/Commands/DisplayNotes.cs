using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Research.Commands;

/// <summary>Notes as lines of their own, or on the live view while there is one.</summary>
internal sealed class DisplayNotes(TextWriter error) : IProgress<string>
{
    private readonly ErrorNotes _lines = new(error);

    /// <summary>The live view that is open.</summary>
    public LiveProgress? Live { get; set; }

    public void Report(string value)
    {
        if (Live is { } live) live.Report(value);
        else _lines.Report(value);
    }
}
