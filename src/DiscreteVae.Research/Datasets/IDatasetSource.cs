namespace DiscreteVae.Research.Datasets;

/// <summary>One registered data set: what it is and how to come by it.</summary>
internal interface IDatasetSource
{
    /// <summary>What manifests call it.</summary>
    string Name { get; }

    /// <summary>What there is to know without reading it.</summary>
    DatasetListing Describe(DatasetPlaces places);

    /// <summary>Where it lies now, or null.</summary>
    string? Locate(DatasetPlaces places);

    /// <summary>Downloads it unless it is already here, and says where it lies.</summary>
    string Fetch(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation);

    /// <summary>Reads it, after downloading it where it is not here.</summary>
    Dataset Open(DatasetPlaces places, IProgress<string>? notes, CancellationToken cancellation);
}
