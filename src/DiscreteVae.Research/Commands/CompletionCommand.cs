using System.CommandLine;

namespace DiscreteVae.Research.Commands;

/// <summary>
/// <c>dvae completion</c>: a script that lets a shell complete verbs, options, key paths and names; and the verb that it asks.
/// </summary>
internal static class CompletionCommand
{
    /// <summary>The hidden verb that the scripts call with the words typed so far.</summary>
    public const string AskedVerb = "complete";

    /// <summary>The shells, in the order in which they are told.</summary>
    public static IReadOnlyDictionary<string, string> Scripts { get; } = new OrderedDictionary<string, string>
    {
        // bash breaks words at ':' and '=', which key paths are full of: what it took for the words before is cut off again.
        ["bash"] = """
            # dvae: source <(dvae completion bash), or save it in ~/.local/share/bash-completion/completions/dvae
            _dvae() {
                local line="${COMP_LINE:0:COMP_POINT}" part="${COMP_WORDS[COMP_CWORD]}" word prefix candidate
                local -a words
                read -ra words <<< "$line"
                [[ "$line" == *[[:space:]] ]] && words+=("")
                word="${words[${#words[@]}-1]}"
                [[ "$part" == [:=] ]] && part=""
                prefix="${word%"$part"}"
                COMPREPLY=()
                while IFS= read -r candidate; do
                    COMPREPLY+=("${candidate#"$prefix"}")
                done < <("$1" complete -- "${words[@]:1}" 2>/dev/null)
                if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == *[:=/] ]]; then
                    compopt -o nospace 2>/dev/null
                fi
            }
            complete -o default -F _dvae dvae
            """,
        ["zsh"] = """
            #compdef dvae
            # dvae: source <(dvae completion zsh), or save it as _dvae in a folder of $fpath
            _dvae() {
                local -a candidates open closed
                candidates=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
                candidates=(${candidates:#})
                open=(${(M)candidates:#*[:=/]})
                closed=(${candidates:#*[:=/]})
                (( $#candidates )) || { _files; return }
                (( $#open )) && compadd -S '' -- $open
                (( $#closed )) && compadd -- $closed
                return 0
            }
            (( $+functions[compdef] )) && compdef _dvae dvae
            """,
        ["fish"] = """
            # dvae: dvae completion fish | source, or save it in ~/.config/fish/completions/dvae.fish
            complete -c dvae -a '(set -l words (commandline -opc) (commandline -ct); $words[1] complete -- $words[2..] 2>/dev/null)'
            """,
        ["pwsh"] = """
            # dvae: dvae completion pwsh | Out-String | Invoke-Expression, in $PROFILE
            Register-ArgumentCompleter -Native -CommandName dvae -ScriptBlock {
                param($word, $ast, $position)
                $words = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | Select-Object -Skip 1 | ForEach-Object { "$_" })
                & $ast.CommandElements[0].Value complete '--' @words "$word" 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };

    public static Command Create(CommandContext context)
    {
        var shell = new Argument<string>("shell") { Description = "The shell: " + string.Join(", ", Scripts.Keys) + "." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Print a script that lets your shell complete verbs, options, keys and names.") { shell };
        command.SetAction(parse =>
        {
            context.Output.Write(Scripts[parse.GetRequiredValue(shell)].ReplaceLineEndings("\n") + "\n");
            return (int)ExitCode.Success;
        });
        return command;
    }

    /// <summary>The hidden verb.</summary>
    public static Command CreateAsked(CommandContext context)
    {
        var words = new Argument<string[]>("words") { Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(AskedVerb, "For the scripts of dvae completion: candidates for the last of the words.") { words };
        command.Hidden = true;
        command.SetAction(parse =>
        {
            var root = (Command)parse.RootCommandResult.Command;
            foreach (string candidate in Completions.Of(root, parse.GetValue(words) ?? [])) context.Output.Write(candidate + "\n");
            return (int)ExitCode.Success;
        });
        return command;
    }
}
