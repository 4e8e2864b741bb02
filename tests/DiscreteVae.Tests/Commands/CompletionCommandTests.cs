using System.Diagnostics;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>dvae completion and the verb that its scripts ask, in real shells where they are.</summary>
public class CompletionCommandTests
{
    [Theory]
    [InlineData("resume|retry|report|reconstruct", "re")]
    [InlineData("--restart", "run", "x.json", "--res")]
    [InlineData("auto|live|none|plain", "run", "x.json", "--progress", "")]
    [InlineData("training:epochs=", "run", "x.json", "training:ep")]
    [InlineData("training:", "run", "x.json", "tr")]
    [InlineData("temperature=|temperature:", "run", "x.json", "temp")]
    [InlineData("temperature:schedule=exponential", "run", "x.json", "temperature:schedule=exp")]
    [InlineData("estimator:name=rloo", "run", "x.json", "estimator:name=rl")]
    [InlineData("model:activation=relu|model:activation=leaky-relu", "plan", "x.json", "model:activation=")]
    [InlineData("results:tensorboard=true|results:tensorboard=false", "run", "x.json", "results:tensorboard=")]
    [InlineData("list|fetch", "data", "")]
    [InlineData("fashion-mnist-small|fashion-mnist", "data", "fetch", "fash")]
    [InlineData("straight-through|straight-through-gumbel-softmax", "init", "x", "--estimator", "str")]
    [InlineData("bash|fish|pwsh|zsh", "completion", "")]
    [InlineData("", "run", "x.json", "no:such:")]
    public async Task Candidates_begin_with_the_word(string expected, params string[] words)
    {
        DvaeCommand command = await DvaeCommand.RunAsync(["complete", "--", .. words]);
        Assert.True(command.ExitCode == 0, command.Error);
        string[] allowed = expected.Split('|', StringSplitOptions.RemoveEmptyEntries);
        string[] candidates = command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        // 'report' comes with its verb.
        Assert.Equal(allowed.Where(word => word != "report" || candidates.Contains("report")).Order(), candidates.Order());
    }

    [Fact]
    public async Task Manifests_and_folders_are_found()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["sub"]);
        File.WriteAllText(folder["a.json"], "{}");
        File.WriteAllText(folder["a.csv"], "");
        DvaeCommand command = await DvaeCommand.RunAsync("complete", "--", "run", folder.Path + "/");
        Assert.Equal([folder.Path + "/a.json", folder.Path + "/sub/"], command.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [SkippableTheory]
    [InlineData("dvae pla", "plan")]
    [InlineData("dvae run x.json --rest", "--restart")]
    [InlineData("dvae run x.json training:ep", "training:epochs=")]
    [InlineData("dvae run x.json estimator:name=rl", "estimator:name=rloo")]
    [InlineData("dvae run x.json estimator:name=", "estimator:name=reinforce")]
    [InlineData("dvae data ", "list")]
    public async Task Bash_completes(string line, string candidate)
    {
        // As readline does: words break at blanks, and at ':' and '=', which are words of their own.
        string script = await ScriptAsync("bash") + """

            COMP_LINE="$1"; COMP_POINT=${#COMP_LINE}
            COMP_WORDS=()
            while read -r word; do COMP_WORDS+=("$word"); done < <(printf '%s' "$1" | grep -oE '[:=]|[^:= ]+')
            last="${COMP_WORDS[${#COMP_WORDS[@]}-1]}"
            [[ "$1" == *" " ]] && COMP_WORDS+=("")
            COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
            part="${COMP_WORDS[COMP_CWORD]}"; [[ "$part" == [:=] ]] && part=""
            word="${1##* }"
            _dvae dvae
            for reply in "${COMPREPLY[@]}"; do printf '%s\n' "${word%"$part"}$reply"; done
            """;
        string[] replies = Shell("bash", script, line);
        Assert.Contains(candidate, replies);
        string typed = line[(line.LastIndexOf(' ') + 1)..];
        Assert.All(replies, reply => Assert.StartsWith(typed, reply, StringComparison.Ordinal));
    }

    [SkippableTheory]
    [InlineData("pla", "plan")]
    [InlineData("run x.json training:ep", "training:epochs=")]
    [InlineData("run x.json estimator:name=rl", "estimator:name=rloo")]
    public async Task Zsh_completes(string typed, string candidate)
    {
        string script = await ScriptAsync("zsh") + """

            compadd() { while [[ $1 == -* ]]; do [[ $1 == -S ]] && shift; [[ $1 == -- ]] && { shift; break }; shift; done; print -l -- "$@" }
            _files() { print files }
            words=(dvae ${(s: :)1}); CURRENT=$#words
            _dvae
            """;
        Assert.Contains(candidate, Shell("zsh", script, typed));
    }

    [SkippableTheory]
    [InlineData("dvae pla", "plan")]
    [InlineData("dvae run x.json training:ep", "training:epochs=")]
    public async Task Fish_completes(string line, string candidate)
    {
        string script = await ScriptAsync("fish") + "\ncomplete -C \"$argv[1]\" | string replace -r '\\t.*' ''; true\n";
        Assert.Contains(candidate, Shell("fish", script, line));
    }

    private static async Task<string> ScriptAsync(string shell)
    {
        DvaeCommand command = await DvaeCommand.RunAsync("completion", shell);
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.DoesNotContain('\r', command.Output);
        return command.Output;
    }

    // The command under test stands first in the search path, as an installed one does.
    private static string[] Shell(string shell, string script, string argument)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["dvae"], $"#!/bin/sh\nexec dotnet '{Path.Combine(AppContext.BaseDirectory, "dvae.dll")}' \"$@\"\n");
        if (OperatingSystem.IsWindows()) Skip.If(true, "The shells of Unix are not here.");
        else File.SetUnixFileMode(folder["dvae"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllText(folder["script"], script);
        var start = new ProcessStartInfo(shell, shell == "zsh" ? ["-f", folder["script"], argument] : shell == "fish"
            ? ["--no-config", folder["script"], argument] : ["--norc", folder["script"], argument])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = folder.Path + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = folder.Path;
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, errors.GetAwaiter().GetResult());
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Skip.If(true, $"There is no {shell} here.");
            throw;
        }
    }
}
