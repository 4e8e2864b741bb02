using System.Text.Json.Nodes;
using DiscreteVae.Research.Reporting;
using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Laboratory;

/// <summary>Where <c>dvae gradients</c> leaves its files; made with the first of them.</summary>
internal sealed class LaboratoryFolder(string path)
{
    private readonly string _path = Path.GetFullPath(path);

    /// <summary>Writes <c>gradients.json</c>: the resolved manifest, the checkpoint if one is measured, and where it all ran.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void WriteRecord(JsonObject manifest, string? checkpoint, EnvironmentRecord environment)
    {
        try
        {
            Directory.CreateDirectory(_path);
        }
        catch (Exception error) when (FileErrors.Covers(error))
        {
            throw FileErrors.Writing(_path, error);
        }
        JsonFile.Write(Path.Join(_path, "gradients.json"), new Record(manifest, checkpoint, environment));
    }

    /// <summary>Replaces <c>gradients.csv</c>.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void WriteRows(IReadOnlyList<GradientRow> rows) => GradientsFile.Write(Path.Join(_path, GradientsFile.Name), rows);

    /// <summary>Replaces <c>gradients.png</c>.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public void WritePlot(IReadOnlyList<GradientRow> rows) => new GradientQualityPlot(rows).WritePng(Path.Join(_path, "gradients.png"));

    private sealed record Record(JsonObject Manifest, string? Checkpoint, EnvironmentRecord Environment);
}
