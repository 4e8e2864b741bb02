using DiscreteVae.Research.Commands;

namespace DiscreteVae.Tests.Commands;

public sealed class SettingLabelTests
{
    [Fact]
    public void Keys_are_cut_to_what_tells_them_from_the_others()
    {
        var label = new SettingLabel(["temperature:schedule", "klWeight:schedule", "temperature", "temperature:linear:final", "training:seed"]);
        Assert.Equal(
            "temperature:schedule=linear temperature=2 final=0.1 seed=0",
            label.Of([
                ("temperature:schedule", "linear"), ("klWeight:schedule", ""), ("temperature", "2"), ("temperature:linear:final", "0.1"),
                ("training:seed", "0"),
            ]));
    }

    [Fact]
    public void A_key_that_another_ends_with_stays_whole()
    {
        var label = new SettingLabel(["seed", "training:seed"]);
        Assert.Equal("seed=1 training:seed=2", label.Of([("seed", "1"), ("training:seed", "2")]));
    }
}
