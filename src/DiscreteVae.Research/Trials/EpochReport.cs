using DiscreteVae.Metrics;
using DiscreteVae.Models;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>All that was measured at an epoch: the rows of <c>metrics.csv</c> and what progress shows.</summary>
/// <param name="Epoch">Whole passes over the training images; 0 is the initial model.</param>
/// <param name="Step">Optimiser steps so far.</param>
/// <param name="Train">The training pass; null at epoch 0.</param>
/// <param name="Validation">Null where none was held out or the epoch was not evaluated.</param>
/// <param name="Test">Null where the epoch was not evaluated.</param>
/// <param name="Relaxed">Whether the training pass saw relaxed codes.</param>
/// <param name="Elapsed">Time of training in this epoch; never among the metrics, which must not differ between runs.</param>
public sealed record EpochReport(
    int Epoch, long Step, EpochSummary? Train, Elbo? Validation, Elbo? Test, bool Relaxed, TimeSpan Elapsed)
{
    /// <summary>What the metrics measured, by split; none where the epoch was not evaluated.</summary>
    public IReadOnlyList<(string Split, MetricReport Report)> Measured { get; init; } = [];

    /// <summary>The name of the training ELBO: one over relaxed codes is not the model's and has a name of its own.</summary>
    public string TrainElboName => Relaxed ? "relaxed_elbo" : "elbo";

    /// <summary>The rows of this epoch.</summary>
    public IReadOnlyList<MetricRow> ToRows(string trial, long seed)
    {
        var rows = new List<MetricRow>();
        void Add(string split, string metric, double value) => rows.Add(new MetricRow(trial, seed, Epoch, Step, split, metric, value));
        void AddElbo(string split, Elbo elbo, string prefix)
        {
            Add(split, prefix + "elbo", elbo.PerDatum);
            Add(split, prefix + "reconstruction", elbo.LogLikelihoodPerDatum);
            Add(split, "kl", elbo.KlPerDatum);
        }
        if (Train is EpochSummary train)
        {
            AddElbo("train", train.Elbo, Relaxed ? "relaxed_" : "");
            Add("train", "temperature", train.Last.Temperature);
            Add("train", "kl_weight", train.Last.KlWeight);
            Add("train", "learning_rate", train.Last.LearningRate);
        }
        if (Validation is Elbo validation) AddElbo("validation", validation, "");
        if (Test is Elbo test) AddElbo("test", test, "");
        foreach ((string split, MetricReport report) in Measured)
            foreach (MetricValue value in report.Values) Add(split, value.Name, value.Value);
        return rows;
    }
}
