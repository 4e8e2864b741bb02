using System.ComponentModel.DataAnnotations;

namespace DiscreteVae.Research.Manifests;

/// <summary>Section <c>data:augmentation</c>; all zero leaves the images as they are.</summary>
public sealed record AugmentationSection
{
    /// <summary>The largest random shift along each axis, in pixels.</summary>
    [Range(0, 64)]
    public int Shift { get; init; }

    /// <summary>The probability of a horizontal flip.</summary>
    [Range(0.0, 1.0)]
    public double Flip { get; init; }

    /// <summary>The largest random rotation, in degrees either way.</summary>
    [Range(0.0, 180.0)]
    public double Rotation { get; init; }

    /// <summary>The largest random change of size: a factor in [1 − s, 1 + s].</summary>
    [Range(0.0, 0.9)]
    public double Scale { get; init; }

    /// <summary>The largest random shear, in degrees either way.</summary>
    [Range(0.0, 60.0)]
    public double Shear { get; init; }
}
