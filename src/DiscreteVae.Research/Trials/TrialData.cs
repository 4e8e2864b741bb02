using System.Collections.Concurrent;
using DiscreteVae.Research.Datasets;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>The data sets of a run, each read once and shared by all trials: nobody changes them.</summary>
internal sealed class TrialData(IProgress<string> notes)
{
    private readonly ConcurrentDictionary<(string Dataset, string? Folder), Lazy<Dataset>> _datasets = new();

    /// <summary>The data set of a trial.</summary>
    /// <exception cref="UserErrorException">It is not here and cannot be fetched, or it is damaged.</exception>
    public Dataset Open(DataSection section) => _datasets
        .GetOrAdd((section.Dataset, section.Folder), _ => new Lazy<Dataset>(() => DatasetRegistry.Open(section, notes))).Value;

    /// <summary>The split of a trial's training images.</summary>
    /// <exception cref="UserErrorException">Too many are held out, or a minibatch is larger than what is left.</exception>
    public TrainingSplit Split(TrialManifest manifest)
    {
        TrainingSplit split = TrainingSplit.Create(Open(manifest.Data).Train.Count, manifest.Data.Validation, (ulong)manifest.Training.Seed);
        split.RequireBatch(manifest.Training.BatchSize);
        return split;
    }
}
