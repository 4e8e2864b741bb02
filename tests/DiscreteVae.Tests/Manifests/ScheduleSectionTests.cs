using DiscreteVae.Research.Manifests;
using DiscreteVae.Schedules;

namespace DiscreteVae.Tests.Manifests;

public sealed class ScheduleSectionTests
{
    private const string Annealed = """
        {
          "temperature": { "schedule": "piecewise", "per": "epoch", "piecewise": { "segments": [
            { "length": 2, "value": 1.5 },
            { "length": 0.5, "value": { "schedule": "linear", "linear": { "initial": 1.5, "final": 1, "length": 0.5 } } },
            { "value": { "schedule": "exponential", "exponential": { "rate": 0.1, "floor": 0.3, "every": 1 } } } ] } },
          "klWeight": { "schedule": "cyclical", "per": "run", "cyclical": { "period": 0.25 } },
          "training": { "learningRate": { "schedule": "cosine", "cosine": { "warmup": 100, "length": 900 } } }
        }
        """;

    [Theory]
    [InlineData(0, 1.5, 0.0, 0.0)]
    [InlineData(50, 1.5, 0.4, 0.5)] // half an epoch of 100 steps, 5 % of 10 epochs: a fifth of a cycle
    [InlineData(225, 1.25, 1.0, 0.9409606321741775)]
    [InlineData(250, 1.0, 0.0, 0.9157348061512727)] // the second cycle begins at a quarter of the run
    [InlineData(500, 0.8187307530779818, 0.0, 0.5)] // exp(-0.2): two whole epochs after the join at 2.5
    public void Times_count_steps_epochs_or_the_run_as_the_section_says(long step, double temperature, double klWeight, double rate)
    {
        TrialManifest trial = ManifestFile.LoadTrial(Annealed, "training:epochs=10");
        var time = new TrainingTime(step, StepsPerEpoch: 100, trial.Training.Epochs);
        Assert.Equal(temperature, trial.Temperature.At(time), 1e-14);
        Assert.Equal(klWeight, trial.KlWeight.At(time), 1e-14);
        Assert.Equal(rate, trial.Training.LearningRate.At(time), 1e-14);
    }

    [Fact]
    public void Schedules_within_schedules_are_written_out_and_bind_again()
    {
        string resolved = ManifestFile.Resolved(Annealed).ToJsonString();
        Assert.Contains(
            """{"length":0.5,"value":{"schedule":"linear","linear":{"initial":1.5,"final":1,"length":0.5}}}""", resolved,
            StringComparison.Ordinal);
        Assert.Contains("""{"schedule":"cyclical","per":"run","cyclical":{"initial":0,"final":1,""", resolved, StringComparison.Ordinal);
        Assert.Equal(resolved, ManifestFile.Resolved(resolved).ToJsonString());
    }

    [Fact]
    public void Every_schedule_serves_every_quantity_that_its_values_suit()
    {
        foreach (Variant<ISchedule> variant in ScheduleRegistry.All)
        {
            foreach (string key in (string[])["klWeight", "training:learningRate"])
                ManifestFile.LoadTrial("{}", $"{key}:schedule={variant.Name}");
        }
    }

    [Theory]
    [InlineData("""{ "schedule": "linear" }""", "temperature: must be above 0 and at most 1000000, but falls to 0")]
    [InlineData("""{ "schedule": "cosine" }""", "temperature: must be above 0 and at most 1000000, but falls to 0")]
    [InlineData("""{ "schedule": "step" }""", "temperature: must be above 0 and at most 1000000, but falls to 0")]
    [InlineData("""{ "schedule": "linear", "linear": { "initial": 1, "final": 2e6 } }""",
        "temperature: must be above 0 and at most 1000000, but rises to 2000000")]
    [InlineData("""{ "schedule": "exponential", "per": "epochs" }""",
        "temperature:per: there is no 'epochs'; known are step, epoch, run; the nearest is 'epoch'")]
    [InlineData("""{ "schedule": "exponential", "per": null }""",
        "temperature:per: null is not allowed; leave the key out for its default")]
    [InlineData("""{ "schedule": "exponential", "per": "run" }""",
        "temperature:exponential: the time 500 is beyond the end: per run, times are fractions of the run, from 0 to 1")]
    [InlineData("""{ "schedule": "cosine", "cosine": { "final": 0.1, "warmup": 20000 } }""",
        "temperature:cosine:warmup: must be below the length 10000, but is 20000")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [] } }""",
        "temperature:piecewise:segments: must not be empty")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [3] } }""",
        "temperature:piecewise:segments:0: expected a section { ... }, but got the number 3")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [{ "length": 0, "value": 1 }, {}] } }""",
        "temperature:piecewise:segments:0:length: must be above 0, but is 0")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [{ "value": 1 }, { "value": 2 }] } }""",
        "temperature:piecewise:segments: segment 0 needs a length: another follows it")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [{ "length": 5 }] } }""",
        "temperature:piecewise:segments: the last segment goes on to the end of training: leave its length out, or add what "
        + "follows it")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [{ "value": { "schedule": "linear", "per": "epoch" } }] } }""",
        "temperature:piecewise:segments:0:value:per: unknown key; did you mean 'temperature:per', each part a section of its own?")]
    [InlineData("""{ "schedule": "piecewise", "piecewise": { "segments": [{ "value": { "schedule": "linear" } }] } }""",
        "temperature: must be above 0 and at most 1000000, but falls to 0")]
    public void A_schedule_that_does_not_suit_is_refused_with_its_place(string json, string expected)
    {
        string error = Assert.Single(ManifestFile.Errors($$"""{ "temperature": {{json}} }"""));
        Assert.StartsWith(expected, error, StringComparison.Ordinal);
        Assert.Matches(@" \(m\.json:1:[0-9]+\)$", error);
    }

    [Fact]
    public void Per_run_a_decay_need_only_stay_above_0_until_the_end() =>
        Assert.Equal(
            Math.Exp(-5),
            ManifestFile.LoadTrial(
                """{ "temperature": { "schedule": "exponential", "per": "run", "exponential": { "rate": 5, "floor": 0, "every": 0 } } }""")
                .Temperature.Schedule.At(1),
            1e-15);
}
