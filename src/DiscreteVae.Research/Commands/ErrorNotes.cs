namespace DiscreteVae.Research.Commands;

/// <summary>Writes notes as lines of their own, at once and on the caller's thread.</summary>
internal sealed class ErrorNotes(TextWriter error) : IProgress<string>
{
    public void Report(string value) => error.WriteLine($"note: {value}");
}
