namespace DiscreteVae.Research.Results;

/// <summary>
/// A trial's last checkpoints: <c>checkpoint.safetensors</c> is the newest, <c>checkpoint.1.safetensors</c> the one before, and so on.
/// </summary>
/// <remarks>
/// A new one is written aside and flushed before the others move up, each by a rename: a kill at any moment leaves every one of them
/// whole, though perhaps none under the newest's name.
/// </remarks>
/// <param name="newest">The path of the newest.</param>
internal sealed class CheckpointSeries(string newest)
{
    private const string Aside = "checkpoint.next.safetensors";

    /// <summary>The files there are, newest first.</summary>
    public IReadOnlyList<string> Files
    {
        get
        {
            string folder = Path.GetDirectoryName(newest)!;
            if (!Directory.Exists(folder)) return [];
            int last = Directory.GetFiles(folder, "checkpoint.*.safetensors").Select(Age).DefaultIfEmpty().Max();
            return [.. Enumerable.Range(0, last + 1).Select(At).Where(File.Exists)];
        }
    }

    /// <summary>Writes a new one, and keeps at most <paramref name="keep"/> of them all.</summary>
    /// <exception cref="UserErrorException">It cannot be written; those before it are still there.</exception>
    public void Write(CheckpointContent content, int keep)
    {
        string next = Path.Join(Path.GetDirectoryName(newest), Aside);
        Checkpoint.Write(next, content);
        try
        {
            IReadOnlyList<string> files = Files;
            foreach (string surplus in files.Skip(Math.Max(1, keep - 1))) File.Delete(surplus);
            if (keep > 1)
            {
                // From the oldest: each moves to a place that is free.
                foreach (string file in files.Take(keep - 1).Reverse()) File.Move(file, At(Age(file) + 1), overwrite: true);
            }
            File.Move(next, newest, overwrite: true);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Writing(newest, error);
        }
    }

    /// <summary>Writes the last one of a trial and removes all others.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void WriteLast(CheckpointContent content)
    {
        Checkpoint.Write(newest, content);
        RemoveOlder();
    }

    /// <summary>Removes every one but the newest.</summary>
    public void RemoveOlder() => Remove([.. Files.Where(file => file != newest), .. Unfinished]);

    /// <summary>Removes all.</summary>
    public void RemoveAll() => Remove([.. Files, .. Unfinished]);

    // What a kill left of a checkpoint that was being written.
    private string[] Unfinished =>
        [.. new[] { Aside, $".{Aside}.partial" }.Select(name => Path.Join(Path.GetDirectoryName(newest), name)).Where(File.Exists)];

    private static void Remove(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            try
            {
                File.Delete(file);
            }
            catch (Exception error) when (FileErrors.Covers(error))
            {
                throw FileErrors.Writing(file, error);
            }
        }
    }

    private static int Age(string file)
    {
        string[] parts = Path.GetFileName(file).Split('.');
        return parts.Length == 3 && int.TryParse(parts[1], System.Globalization.CultureInfo.InvariantCulture, out int age) ? age : 0;
    }

    private string At(int age) => age == 0
        ? newest
        : Path.Join(Path.GetDirectoryName(newest), FormattableString.Invariant($"checkpoint.{age}.safetensors"));
}
