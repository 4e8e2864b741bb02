using DiscreteVae.Research.Results;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// A trial's <c>latents.csv</c>: what the metrics say of each latent at the last evaluation,
/// <c>trial,seed,epoch,split,latent,metric,value</c>. Written anew as a whole each time, so that a trial that goes on needs nothing of it.
/// </summary>
internal static class LatentsFile
{
    private static readonly string[] Header = ["trial", "seed", "epoch", "split", "latent", "metric", "value"];

    /// <summary>Writes the file where the epoch measured latents; else leaves it.</summary>
    /// <exception cref="UserErrorException">It cannot be written.</exception>
    public static void Write(string path, string trial, long seed, EpochReport report)
    {
        if (!report.Measured.Any(measured => measured.Report.Latents.Count > 0)) return;
        AtomicFile.WriteText(path, Csv.Format([Header, .. report.Measured.SelectMany(measured => measured.Report.Latents.Select(latent => (string[])
        [
            trial, Csv.Number(seed), Csv.Number(report.Epoch), measured.Split, Csv.Number(latent.Latent), latent.Name, Csv.Number(latent.Value),
        ]))]));
    }
}
