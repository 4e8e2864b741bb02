namespace DiscreteVae.Research.Terminal;

/// <summary>How progress is shown.</summary>
public enum ProgressMode
{
    /// <summary>Live on a terminal that can, else plain.</summary>
    Auto,

    /// <summary>A screen that is drawn over and over.</summary>
    Live,

    /// <summary>Lines, one an epoch.</summary>
    Plain,

    /// <summary>Nothing but notes, and trials that did not complete.</summary>
    None,
}
