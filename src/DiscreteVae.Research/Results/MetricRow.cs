namespace DiscreteVae.Research.Results;

/// <summary>One measured number: a row of <c>metrics.csv</c>.</summary>
/// <param name="Trial">The trial's id.</param>
/// <param name="Seed">The trial's seed.</param>
/// <param name="Epoch">Whole passes over the training images when it was measured.</param>
/// <param name="Step">Optimiser steps taken when it was measured.</param>
/// <param name="Split">The images it was measured on: <c>train</c>, <c>validation</c> or <c>test</c>.</param>
/// <param name="Metric">Its name.</param>
/// <param name="Value">Its value; likelihoods and divergences are nats per datum.</param>
public sealed record MetricRow(string Trial, long Seed, int Epoch, long Step, string Split, string Metric, double Value);
