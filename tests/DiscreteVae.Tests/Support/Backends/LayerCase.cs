using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Tests.Support.Backends;

/// <summary>A layer of a backend with random parameters, input and output gradient, run forward once.</summary>
internal sealed class LayerCase
{
    private readonly IBackend _backend;

    public LayerCase(IBackend backend, int rows, int inputs, int outputs, Activation activation, ulong seed)
    {
        _backend = backend;
        Input = Numbers(rows, inputs, seed, 1, 1);
        OutputGradient = Numbers(rows, outputs, seed, 2, 1);
        Weight = Numbers(outputs, inputs, seed, 3, 1).Span.ToArray();
        Bias = Numbers(1, outputs, seed, 4, 1).Span.ToArray();
        Layer = backend.CreateLayer(inputs, outputs, activation);
        Layer.SetParameters(Weight, Bias);
        (X, Y) = (backend.CreateActivations(inputs), backend.CreateActivations(outputs));
        Delta = backend.CreateActivations(outputs);
        backend.Read(Input, X);
        backend.Read(OutputGradient, Delta);
        Y.Resize(rows);
        Layer.Forward(X, Y);
    }

    public IDenseLayer Layer { get; }

    public Matrix Input { get; }

    public Matrix OutputGradient { get; }

    public float[] Weight { get; }

    public float[] Bias { get; }

    public Activations X { get; }

    public Activations Y { get; }

    public Activations Delta { get; }

    public Matrix Out(Activations activations)
    {
        var matrix = new Matrix(activations.Rows, activations.Features);
        _backend.Write(activations, matrix);
        return matrix;
    }

    /// <summary>Uniform numbers in ±<paramref name="range"/>.</summary>
    public static Matrix Numbers(int rows, int columns, ulong seed, int lane, float range)
    {
        var matrix = new Matrix(rows, columns);
        RandomStream.Create(seed, Purpose.Figures, (ulong)lane).FillUniform(matrix.Span);
        foreach (ref float value in matrix.Span) value = range * (2 * value - 1);
        return matrix;
    }

    public static PixelBatch Images(int count, int pixels, PixelKind kind, ulong seed)
    {
        if (kind == PixelKind.Real)
        {
            var intensities = new Matrix(count, pixels);
            RandomStream.Create(seed, Purpose.Figures, 5).FillUniform(intensities.Span);
            return new PixelBatch(intensities);
        }
        var images = new PixelBatch(count, pixels, kind);
        images.SetCount(count);
        var words = new uint[pixels];
        for (int r = 0; r < count; r++)
        {
            RandomStream.Create(seed, Purpose.Figures, (ulong)(6 + r)).Fill(words);
            Span<byte> row = images.Bytes(r);
            for (int i = 0; i < pixels; i++) row[i] = kind == PixelKind.Grey ? (byte)words[i] : (byte)(words[i] & 1);
        }
        return images;
    }
}
