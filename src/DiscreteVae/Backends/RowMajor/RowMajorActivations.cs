using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.RowMajor;

/// <summary>Activations as a row-major matrix.</summary>
internal sealed class RowMajorActivations(int features) : Activations(features)
{
    public Matrix Matrix { get; } = new(0, features);

    public override void Resize(int rows)
    {
        Matrix.WithRows(rows);
        Rows = rows;
    }
}
