namespace DiscreteVae.Tests.Support;

/// <summary>Text that a test expects letter for letter, from <c>Golden/</c>.</summary>
internal static class GoldenText
{
    public static string Read(string name)
    {
        using Stream stream = typeof(GoldenText).Assembly.GetManifestResourceStream("Golden/" + name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
