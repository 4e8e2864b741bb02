using DiscreteVae.Models;

namespace DiscreteVae.Tests.Models;

public class ElboTests
{
    [Fact]
    public void The_ELBO_of_a_datum_is_its_log_likelihood_less_its_KL()
    {
        Elbo elbo = Elbo.Sum([10, 20, 30], [1, 2, 6]);
        Assert.Equal(new Elbo(-60, 9, 3), elbo);
        Assert.Equal((-23.0, -20.0, 3.0), (elbo.PerDatum, elbo.LogLikelihoodPerDatum, elbo.KlPerDatum));
    }

    /// <summary>The constant N ln K is in every datum's KL, so that a minibatch of any size means the same.</summary>
    [Fact]
    public void Minibatches_add_up_to_the_whole()
    {
        Elbo whole = Elbo.Sum([10, 20, 30, 5], [1, 2, 6, 0]);
        Elbo parts = Elbo.Sum([10], [1]) + Elbo.Sum([20, 30, 5], [2, 6, 0]);
        Assert.Equal(whole, parts);
        Assert.Equal(whole, default(Elbo) + whole);
    }

    [Fact]
    public void Sums_are_taken_in_double()
    {
        var losses = new Real[100_000];
        Array.Fill(losses, (Real)123.4375);
        // A sum in float32 would be off by far more than the last digits here.
        Assert.Equal(-123.4375, Elbo.Sum(losses, losses).LogLikelihoodPerDatum, 1e-9);
    }
}
