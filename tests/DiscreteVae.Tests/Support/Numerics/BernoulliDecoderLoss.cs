namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>
/// A decoder without hidden layers: −ln p(x_b | z) of P Bernoulli pixels with logits W z + b. W is P × N·K; targets are a row
/// a datum.
/// </summary>
internal sealed class BernoulliDecoderLoss(double[] weight, double[] bias, double[] targets) : ILatentLoss
{
    public double Value(int datum, ReadOnlySpan<double> z)
    {
        double value = 0;
        for (int d = 0; d < bias.Length; d++)
        {
            double logit = Logit(d, z);
            value += Math.Max(logit, 0) - logit * Target(datum, d) + Math.Log(1 + Math.Exp(-Math.Abs(logit)));
        }
        return value;
    }

    public void Gradient(int datum, ReadOnlySpan<double> z, Span<double> gradient)
    {
        gradient.Clear();
        for (int d = 0; d < bias.Length; d++)
        {
            double slope = 1 / (1 + Math.Exp(-Logit(d, z))) - Target(datum, d);
            for (int i = 0; i < z.Length; i++) gradient[i] += slope * weight[d * z.Length + i];
        }
    }

    private double Target(int datum, int pixel) => targets[datum * bias.Length + pixel];

    private double Logit(int pixel, ReadOnlySpan<double> z)
    {
        double logit = bias[pixel];
        for (int i = 0; i < z.Length; i++) logit += weight[pixel * z.Length + i] * z[i];
        return logit;
    }
}
