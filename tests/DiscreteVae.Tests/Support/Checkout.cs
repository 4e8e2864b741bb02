namespace DiscreteVae.Tests.Support;

/// <summary>The folder that the solution lies in.</summary>
internal static class Checkout
{
    public static string Root
    {
        get
        {
            string folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Join(folder, "DiscreteVae.Research.sln")))
                folder = Path.GetDirectoryName(folder)
                    ?? throw new DirectoryNotFoundException("The tests must run below the solution's folder.");
            return folder;
        }
    }
}
