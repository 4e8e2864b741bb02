namespace DiscreteVae.Tests.Support;

/// <summary>Collects what is reported, at once and on the reporting thread.</summary>
public sealed class Notes : List<string>, IProgress<string>
{
    public void Report(string value) => Add(value);
}
