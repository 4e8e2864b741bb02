namespace DiscreteVae.Research.Reports;

/// <summary>Pictures of a model by its checkpoint: a page that is made again and again draws them once.</summary>
internal sealed class ModelPictureCache
{
    private readonly Dictionary<(string Kind, string Checkpoint, DateTime Written), IReadOnlyList<ReportPicture>> _pictures = [];

    /// <summary>The pictures, drawn if they are not known.</summary>
    public IReadOnlyList<ReportPicture> Get(string kind, string checkpoint, Func<IReadOnlyList<ReportPicture>> draw)
    {
        var key = (kind, checkpoint, File.GetLastWriteTimeUtc(checkpoint));
        if (_pictures.TryGetValue(key, out IReadOnlyList<ReportPicture>? known)) return known;
        foreach (var old in _pictures.Keys.Where(old => old.Kind == kind).ToArray()) _pictures.Remove(old);
        return _pictures[key] = draw();
    }
}
