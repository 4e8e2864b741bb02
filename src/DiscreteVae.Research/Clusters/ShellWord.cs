namespace DiscreteVae.Research.Clusters;

/// <summary>Words of scripts, quoted so that whoever reads them gets back what they were.</summary>
internal static class ShellWord
{
    private const string Plain = "/._-+=:,@";

    /// <summary>A word of the shell: as it is where that is safe, else in single quotes.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Plain.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>
    /// A path in an <c>#SBATCH</c> line, which Slurm reads by rules of its own: in double quotes, and with <c>%</c> doubled, since it
    /// begins a replacement such as <c>%A</c>. The pattern behind the path is Slurm's.
    /// </summary>
    /// <exception cref="UserErrorException">The path cannot be written so.</exception>
    public static string DirectivePath(string folder, string pattern)
    {
        // A backslash anywhere in the file's name switches Slurm's replacements off, and a line cannot hold a line's end.
        if (folder.AsSpan().ContainsAny('\\', '\n', '\r'))
        {
            throw new UserErrorException(ExitCode.Usage,
                $"The folder '{folder}' has a backslash or a line's end in its name, which Slurm cannot write logs to. Name another with results:folder.");
        }
        string path = folder.Replace("%", "%%", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        return $"\"{path}/{pattern}\"";
    }
}
