using DiscreteVae.Research.Comparison;

namespace DiscreteVae.Tests.Comparison;

public class PairedDifferenceTests
{
    /// <summary>Against scipy 1.10.1: <c>stats.ttest_1samp</c> and <c>stats.t.interval</c>.</summary>
    [Fact]
    public void It_is_students_test()
    {
        PairedDifference difference = PairedDifference.Of([0.3, -1.2, 0.8, 1.9, 0.4]);
        Assert.Equal(5, difference.Count);
        Assert.Equal(0.44, difference.Mean, 1e-14);
        Assert.Equal(1.1148990985734986, difference.Deviation, 1e-14);
        Assert.Equal(-0.9443300723285454, difference.Low, 1e-9);
        Assert.Equal(1.8243300723285456, difference.High, 1e-9);
        Assert.Equal(0.42736292068180776, difference.PValue, 1e-10);
        Assert.Equal(0.8824743973322415, difference.Mean / difference.StandardError, 1e-12);
    }

    [Fact]
    public void A_small_p_value_keeps_its_digits()
    {
        PairedDifference difference = PairedDifference.Of([-2.01, -1.97, -2.05, -1.99]);
        Assert.Equal(1.3625247183147087e-06, difference.PValue, 1e-14);
        Assert.Equal(-2.0593506176759298, difference.Low, 1e-9);
        Assert.Equal(-1.9506493823240703, difference.High, 1e-9);
    }

    [Fact]
    public void The_order_of_two_settings_turns_the_sign_only()
    {
        PairedDifference forward = PairedDifference.Of([1, 2, 4]), backward = PairedDifference.Of([-1, -2, -4]);
        Assert.Equal(forward.PValue, backward.PValue, 1e-15);
        Assert.Equal((forward.Mean, forward.Low, forward.High), (-backward.Mean, -backward.High, -backward.Low));
    }

    [Fact]
    public void Equal_settings_differ_in_nothing()
    {
        Assert.Equal(1, PairedDifference.Of([0, 0, 0]).PValue);
        Assert.Equal(0, PairedDifference.Of([1, 1, 1]).PValue);
    }

    [Fact]
    public void One_pair_is_no_test() => Assert.Throws<ArgumentOutOfRangeException>(() => PairedDifference.Of([1]));
}
