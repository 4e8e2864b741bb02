using System.CommandLine;
using DiscreteVae.Research.Commands;
using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Commands;

/// <summary>Help and its examples, and what a newcomer is told who gets a command line wrong.</summary>
public class HelpTests
{
    [Fact]
    public void Every_verb_has_an_example_and_every_example_parses()
    {
        RootCommand root = Root();
        foreach (Command verb in Verbs(root).Append(root))
        {
            string name = Examples.NameOf(verb);
            Assert.True(Examples.All.TryGetValue(name, out (string Line, string Meaning)[]? examples), $"The verb '{name}' has no example.");
            foreach ((string line, string meaning) in examples)
            {
                string[] words = line.Split(' ');
                Assert.Equal("dvae", words[0]);
                ParseResult parse = root.Parse(words[1..]);
                Assert.True(parse.Errors.Count == 0, $"'{line}': {string.Join(", ", parse.Errors.Select(error => error.Message))}");
                if (verb != root && verb.Subcommands.Count == 0) Assert.Equal(name, Examples.NameOf(parse.CommandResult.Command));
                Assert.NotEmpty(meaning);
            }
        }
    }

    [Fact]
    public async Task Help_ends_with_the_examples_also_where_arguments_are_missing()
    {
        foreach (Command verb in Verbs(Root()))
        {
            DvaeCommand help = await DvaeCommand.RunAsync([.. Examples.NameOf(verb).Split(' '), "--help"]);
            Assert.True(help.ExitCode == 0, help.Error);
            Assert.Contains(Examples.All[Examples.NameOf(verb)][0].Line, help.Output, StringComparison.Ordinal);
            Assert.Empty(help.Error);
        }
        DvaeCommand root = await DvaeCommand.RunAsync("--help");
        Assert.Contains("dvae run experiments/quickstart.json", root.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\n  complete ", root.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no verb 'trian'; did you mean", "trian")]
    [InlineData("did you mean 'reconstruct'?", "reconstuct", "results")]
    [InlineData("did you mean 'fetch'?", "data", "fech", "mnist")]
    [InlineData("No verb was given; there are init, run")]
    [InlineData("No verb was given to 'data'; there are list, fetch.", "data")]
    [InlineData("did you mean '--metric'?", "plot", "results", "--metrc", "kl")]
    [InlineData("did you mean '--restart'?", "run", "experiments/quickstart.json", "--restrat")]
    [InlineData("experiments/quickstart.json", "run", "nowhere.json")]
    [InlineData("--progress", "run", "x.json", "--progress", "fancy")]
    [InlineData("run the manifest first", "plot", "results/nowhere")]
    public async Task What_is_wrong_is_told_with_what_to_do(string told, params string[] arguments)
    {
        DvaeCommand command = await DvaeCommand.RunAsync(arguments);
        Assert.True(command.ExitCode is 2 or 3, $"{command.ExitCode}");
        Assert.Contains(told, command.Error, StringComparison.Ordinal);
        Assert.Empty(command.Output);
        Assert.DoesNotContain("   at ", command.Error, StringComparison.Ordinal);
    }

    private static RootCommand Root() => CommandLineApplication.Create(
        new CommandContext(TextWriter.Null, TextWriter.Null, Interactive: false, TimeProvider.System, []));

    private static IEnumerable<Command> Verbs(Command command) =>
        command.Subcommands.Where(verb => !verb.Hidden).SelectMany(verb => Verbs(verb).Prepend(verb));
}
