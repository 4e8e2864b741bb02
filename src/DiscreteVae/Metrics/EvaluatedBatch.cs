using DiscreteVae.Estimators;
using DiscreteVae.Models;
using DiscreteVae.Numerics;

namespace DiscreteVae.Metrics;

/// <summary>A minibatch under evaluation, as a metric sees it.</summary>
/// <param name="Model">The model; a metric may decode, and must not encode.</param>
/// <param name="Images">x, B.</param>
/// <param name="Posterior">q(z | x), B × N·K.</param>
/// <param name="Codes">One sample z ~ q(z | x) a datum, B × N·K one-hot: those of the ELBO.</param>
/// <param name="LogPrior">ln p(z_n = k), N·K.</param>
/// <param name="Noise">Lane 1 has drawn <paramref name="Codes"/>; the others are free.</param>
public sealed record EvaluatedBatch(
    CategoricalVae Model, PixelBatch Images, Posterior Posterior, Matrix Codes, ReadOnlyMemory<double> LogPrior, INoise Noise);
