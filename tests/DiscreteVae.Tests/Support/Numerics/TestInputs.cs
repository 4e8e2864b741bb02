using DiscreteVae.Estimators;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Numerics;

/// <summary>Inputs that are random to the code under test and the same in every run.</summary>
internal static class TestInputs
{
    /// <summary>Independent uniform numbers between two bounds.</summary>
    public static Real[] Uniform(ulong seed, int count, double low = 0, double high = 1)
    {
        var values = new Real[count];
        Stream(seed).FillUniform(values);
        foreach (ref Real value in values.AsSpan()) value = (Real)(low + (high - low) * value);
        return values;
    }

    /// <summary>Independent normal numbers with mean 0.</summary>
    public static Real[] Normal(ulong seed, int count, double deviation = 1)
    {
        Real[] radii = Uniform(seed, count), angles = Uniform(seed + 0x9E3779B97F4A7C15, count);
        return [.. radii.Zip(angles, (r, a) => (Real)(deviation * Math.Sqrt(-2 * Math.Log(r)) * Math.Cos(2 * Math.PI * a)))];
    }

    /// <summary>A matrix of normal numbers.</summary>
    public static Matrix NormalMatrix(ulong seed, int rows, int columns, double deviation = 1) =>
        ToMatrix(Normal(seed, rows * columns, deviation), rows);

    /// <summary>Values, row after row, as a matrix.</summary>
    public static Matrix ToMatrix(ReadOnlySpan<Real> values, int rows)
    {
        var matrix = new Matrix(rows, values.Length / rows);
        values.CopyTo(matrix.Span);
        return matrix;
    }

    /// <summary>The posterior of given logits, row after row.</summary>
    public static Posterior PosteriorOf(LatentShape shape, ReadOnlySpan<Real> logits)
    {
        var posterior = new Posterior(shape);
        logits.CopyTo(posterior.Logits.WithRows(logits.Length / shape.Width).Span);
        posterior.Update();
        return posterior;
    }

    /// <summary>Images whose pixels are 1 with probability a half.</summary>
    public static PixelBatch BinaryImages(ulong seed, int count, int width)
    {
        var images = new PixelBatch(count, width, PixelKind.Binary);
        images.SetCount(count);
        Real[] uniforms = Uniform(seed, count * width);
        for (int i = 0; i < uniforms.Length; i++) images.Bytes(i / width)[i % width] = uniforms[i] < 0.5 ? (byte)1 : (byte)0;
        return images;
    }

    /// <summary>The noise of one estimate: the same numbers however often they are read.</summary>
    public static StreamNoise Noise(ulong seed) => new() { Stream = Stream(seed) };

    private static RandomStream Stream(ulong seed) => RandomStream.Create(seed, Purpose.Estimator, 0);
}
