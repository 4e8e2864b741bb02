using System.Globalization;
using DiscreteVae.Numerics;
using DiscreteVae.Research.Manifests;

namespace DiscreteVae.Research.Trials;

/// <summary>
/// What a trial's final KL says of a collapse. At 0 the posterior is the prior for every image. At its cap N ln K every posterior is
/// certain of one code: the encoder's gradient has vanished, and where the mutual information is near 0 as well, all images share that
/// code. An MNIST model of 4 latents of 8 in that state stands at an ELBO of about -214 with a KL of 4 ln 8 = 8.32.
/// </summary>
internal static class CollapseWarning
{
    /// <summary>How near to 0 or to the cap, as a part of the cap.</summary>
    public const double Margin = 0.005;

    private static readonly string[] Splits = ["test", "validation"];

    /// <summary>The warnings, in words; none is the usual case.</summary>
    /// <param name="model">N and K.</param>
    /// <param name="final">Final metrics by column name, such as <c>test_kl</c>.</param>
    public static IReadOnlyList<string> Of(ModelSection model, IReadOnlyDictionary<string, double> final)
    {
        double cap = new LatentShape(model.Latents, model.Categories).MaximumKl;
        if (cap == 0) return [];
        string? split = Array.Find(Splits, split => final.ContainsKey($"{split}_kl"));
        if (split is null) return [];
        double kl = final[$"{split}_kl"];
        string information = Information(split, final);
        if (kl <= Margin * cap)
        {
            return [string.Create(CultureInfo.InvariantCulture,
                $"posterior collapse: the {split} KL is {kl:0.000} of at most {cap:0.000} nats, so the codes carry nothing about the images{information}")];
        }
        // Under a learned prior a certain code costs more or less than N ln K.
        if (model.Prior == PriorName.Uniform && kl >= (1 - Margin) * cap)
        {
            return [string.Create(CultureInfo.InvariantCulture,
                $"the {split} KL is {kl:0.000} nats, at its cap N ln K = {cap:0.000}: every image has one certain code, and the encoder no longer learns{information}")];
        }
        return [];
    }

    private static string Information(string split, IReadOnlyDictionary<string, double> final)
    {
        foreach ((string metric, string words) in ((string, string)[])
            [("mutual_information", "mutual information"), ("mutual_information_marginals", "sum of the latents' mutual information")])
        {
            if (final.TryGetValue($"{split}_{metric}", out double value))
                return string.Create(CultureInfo.InvariantCulture, $" ({words} {value:0.000} nats)");
        }
        return "";
    }
}
