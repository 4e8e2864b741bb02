using DiscreteVae.Tests.Support;

namespace DiscreteVae.Tests.Sweeps;

/// <summary>Successive halving as it runs: the rule itself is in <see cref="SuccessiveHalvingTests"/>.</summary>
public class HalvingRaceTests
{
    private static readonly string[] Overrides =
    [
        "training:epochs=8", "data:validation=20", "checkpoint:everyEpochs=1",
        """sweep={"axes":{"training:learningRate":[1e-6,0.003,0.03,0.01]},"strategy":"successive-halving","successive-halving":{"reduction":2,"minimumEpochs":2}}""",
    ];

    [Fact]
    public async Task The_worst_stop_at_their_rung_with_a_reason_and_the_best_is_as_if_nothing_had_been()
    {
        using var halved = new TinyExperiment();
        DvaeCommand command = await halved.RunAsync(Overrides);
        Assert.True(command.ExitCode == 0, command.Error);
        string[] states = [.. Enumerable.Range(0, 4).Select(new TinySweep(halved).State)];
        Assert.Equal(1, states.Count(state => state.Contains("\"completed\"", StringComparison.Ordinal)));
        Assert.Equal(3, states.Count(state => state.Contains("\"pruned\"", StringComparison.Ordinal)));
        // Four run to epoch 2, two of them to epoch 4, one to the end.
        Assert.Equal([2, 2, 4, 8], Enumerable.Range(0, 4).Select(index => LastEpoch(halved, index)).Order());
        Assert.Contains("at epoch 2 validation_elbo", states[0], StringComparison.Ordinal);
        Assert.Contains("ranks 4 of 4, and the best 2 go on", states[0], StringComparison.Ordinal);
        int best = Array.FindIndex(states, state => state.Contains("\"completed\"", StringComparison.Ordinal));
        string trials = File.ReadAllText(Path.Combine(halved.Results, "trials.csv"));
        Assert.Equal(3, trials.Split('\n').Count(row => row.Contains(",pruned,", StringComparison.Ordinal)));

        // A plan without halving has the same trials, with the same ids.
        using var free = new TinyExperiment(data: halved.Data);
        await free.RunAsync("training:epochs=8", "data:validation=20", "sweep:axes:training:learningRate=[1e-6,0.003,0.03,0.01]");
        Assert.Equal(new TinySweep(free).Ids(), new TinySweep(halved).Ids());
        foreach (string file in new[] { "metrics.csv", "checkpoint.safetensors" })
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(new TinySweep(free).Trial(best), file)), File.ReadAllBytes(Path.Combine(new TinySweep(halved).Trial(best), file)));
        }
    }

    [Fact]
    public async Task Interrupted_at_any_epoch_it_comes_to_the_same_decisions()
    {
        using var whole = new TinyExperiment();
        await whole.RunAsync(Overrides);
        using var parts = new TinyExperiment(data: whole.Data);
        DvaeCommand command = await InterruptAsync(parts, 1, ["run", parts.Manifest, $"results:folder={parts.Results}", .. Overrides]);
        // Each time one more epoch of some trial.
        for (int interruption = 0; command.ExitCode == 75; interruption++)
        {
            Assert.True(interruption < 100, "It does not come to an end.");
            command = await InterruptAsync(parts, 1 + interruption % 3, ["resume", parts.Results]);
        }
        Assert.True(command.ExitCode == 0, command.Error);
        Assert.Equal(new TinySweep(whole).Tables(), new TinySweep(parts).Tables());
        for (int index = 0; index < 4; index++)
            Assert.Equal(Reason(whole, index), Reason(parts, index));
    }

    [Fact]
    public async Task A_launcher_of_single_trials_is_told_that_it_cannot()
    {
        using var experiment = new TinyExperiment();
        await experiment.RunAsync(["--prepare", .. Overrides]);
        DvaeCommand command = await DvaeCommand.RunAsync("trial", "--plan", Path.Combine(experiment.Results, "plan.json"), "--index", "0");
        Assert.Equal(2, command.ExitCode);
        Assert.Contains("halving", command.Error, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<DvaeCommand> InterruptAsync(TinyExperiment experiment, int epochs, params string[] arguments)
    {
        using var source = new CancellationTokenSource();
        int told = 0;
        return await DvaeCommand.RunAsync(TimeProvider.System,
            line => { if (line.Contains(" train ", StringComparison.Ordinal) && ++told >= epochs) source.Cancel(); }, source.Token, arguments);
    }

    private static int LastEpoch(TinyExperiment experiment, int index) =>
        int.Parse(File.ReadLines(Path.Combine(new TinySweep(experiment).Trial(index), "metrics.csv")).Last().Split(',')[2], System.Globalization.CultureInfo.InvariantCulture);

    private static string? Reason(TinyExperiment experiment, int index)
    {
        using var state = System.Text.Json.JsonDocument.Parse(new TinySweep(experiment).State(index));
        return state.RootElement.GetProperty("reason").GetString();
    }
}
