namespace DiscreteVae.Research.Manifests;

/// <summary>Whether each trial leaves its pictures.</summary>
public enum PictureChoice
{
    /// <summary>In plans of few trials: see <see cref="ExperimentPlan.DrawsPictures"/>.</summary>
    Auto,

    /// <summary>In any plan.</summary>
    Always,

    /// <summary>In none.</summary>
    Never,
}
