using System.Globalization;
using DiscreteVae.Numerics;

namespace DiscreteVae.Research.Datasets;

/// <summary>
/// Which images of the training file are trained on and which are held out for validation, chosen by the seed. Both lists hold
/// indices into the file, ascending; together they are all of it.
/// </summary>
/// <param name="Train">Indices of the images trained on; never empty.</param>
/// <param name="Validation">Indices of the images held out.</param>
public sealed record TrainingSplit(int[] Train, int[] Validation)
{
    /// <summary>Chooses the validation images.</summary>
    /// <param name="images">Images in the training file.</param>
    /// <param name="validation">How many are held out: <c>data:validation</c>.</param>
    /// <param name="seed">The trial's.</param>
    /// <exception cref="UserErrorException">No image would be left to train on.</exception>
    public static TrainingSplit Create(int images, int validation, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(validation);
        if (validation >= images)
        {
            throw new UserErrorException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture,
                $"data:validation: {validation} images cannot be held out of {images}; at least one must be left to train on."));
        }
        int[] order = [.. Enumerable.Range(0, images)];
        if (validation > 0) Permutation.Shuffle(order, RandomStream.Create(seed, Purpose.ValidationSplit, 0));
        int[] held = order[..validation], trained = order[validation..];
        Array.Sort(held);
        Array.Sort(trained);
        return new TrainingSplit(trained, held);
    }

    /// <summary>Refuses a minibatch larger than what there is to train on.</summary>
    /// <exception cref="UserErrorException">It is larger.</exception>
    public void RequireBatch(int batchSize)
    {
        if (batchSize <= Train.Length) return;
        throw new UserErrorException(ExitCode.Usage, string.Create(CultureInfo.InvariantCulture,
            $"training:batchSize: a minibatch of {batchSize} is larger than the {Train.Length} training images"
            + $"{(Validation.Length > 0 ? $" that {Validation.Length} validation images leave" : "")}."));
    }
}
