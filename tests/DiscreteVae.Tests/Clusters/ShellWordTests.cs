using System.Diagnostics;
using DiscreteVae.Research;
using DiscreteVae.Research.Clusters;

namespace DiscreteVae.Tests.Clusters;

public class ShellWordTests
{
    [Theory]
    [InlineData("/plain/path-1.2_x", "/plain/path-1.2_x"), InlineData("", "''"), InlineData("a b", "'a b'"), InlineData("it's", @"'it'\''s'")]
    public void Words_are_quoted_where_they_must_be(string word, string quoted) => Assert.Equal(quoted, ShellWord.Quote(word));

    [SkippableFact]
    public void A_shell_reads_back_what_was_quoted()
    {
        Skip.IfNot(File.Exists("/bin/sh"), "There is no /bin/sh here.");
        string[] words = [.. Enumerable.Range(32, 95).Select(letter => $"a{(char)letter}b{(char)letter}"), "two\nlines\tand a tab", "äöü€", "$(id) `id` \\ !!"];
        using Process shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"printf '%s\\0' {string.Join(' ', words.Select(ShellWord.Quote))}"])
        {
            RedirectStandardOutput = true,
        })!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.Equal(words, output.Split('\0')[..^1]);
    }

    [Fact]
    public void A_path_that_Slurm_cannot_write_logs_to_is_refused() =>
        Assert.Contains("results:folder", Assert.Throws<UserErrorException>(() => ShellWord.DirectivePath(@"/a\b", "x")).Message, StringComparison.Ordinal);

    [Fact]
    public void Replacements_in_a_path_are_switched_off() =>
        Assert.Equal("\"/100%%j \\\"x\\\"/%A_%a.log\"", ShellWord.DirectivePath("/100%j \"x\"", "%A_%a.log"));
}
