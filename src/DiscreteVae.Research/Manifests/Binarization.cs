namespace DiscreteVae.Research.Manifests;

/// <summary>How grey levels v in [0, 255] become targets.</summary>
public enum Binarization
{
    /// <summary>Drawn anew each time an image is seen, with probability v / 255.</summary>
    Dynamic,

    /// <summary>Drawn once for each image, from the seed.</summary>
    Static,

    /// <summary>1 where v / 255 &gt; ½.</summary>
    Threshold,

    /// <summary>Grey levels v / 255 as inputs and targets.</summary>
    None,
}
