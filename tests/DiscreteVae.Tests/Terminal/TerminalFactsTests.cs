using DiscreteVae.Research.Terminal;

namespace DiscreteVae.Tests.Terminal;

public class TerminalFactsTests
{
    [Theory]
    [InlineData(true, "TERM=xterm-256color LANG=de_DE.UTF-8", true, true, true)]
    [InlineData(false, "TERM=xterm LANG=de_DE.UTF-8", false, true, true)]
    [InlineData(true, "TERM=dumb", false, true, false)]
    [InlineData(true, "TERM=xterm CI=true", false, true, false)]
    [InlineData(true, "TERM=xterm NO_COLOR=1", true, false, false)]
    [InlineData(true, "TERM=xterm NO_COLOR=", true, true, false)]
    [InlineData(true, "TERM=xterm LC_ALL=C LANG=en_US.UTF-8", true, true, false)]
    [InlineData(true, "TERM=xterm LC_ALL= LC_CTYPE=C.utf8", true, true, true)]
    public void The_environment_decides(bool terminal, string environment, bool drawable, bool colour, bool unicode)
    {
        Dictionary<string, string> variables = environment.Split(' ').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Assert.Equal(new TerminalFacts(drawable, colour, unicode), TerminalFacts.Of(terminal, variables.GetValueOrDefault));
    }

    [Theory]
    [InlineData("Auto", true, "Live"), InlineData("Auto", false, "Plain")]
    [InlineData("Live", true, "Live"), InlineData("Live", false, "Plain")]
    [InlineData("Plain", true, "Plain"), InlineData("None", true, "None"), InlineData("None", false, "None")]
    public void Nothing_is_drawn_where_it_would_be_garbled(string asked, bool drawable, string mode) =>
        Assert.Equal(Enum.Parse<ProgressMode>(mode), new TerminalFacts(drawable, true, true).Choose(Enum.Parse<ProgressMode>(asked)));
}
