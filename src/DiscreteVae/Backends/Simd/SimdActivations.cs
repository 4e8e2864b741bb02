using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// Activations as <c>[feature / 32][row][32]</c>; features above the last are 0. An input of few ones among zeros is kept as
/// lists of its ones, and becomes numbers only for who asks for numbers.
/// </summary>
internal sealed unsafe class SimdActivations : Activations
{
    private readonly int _blocks;
    private readonly double _sparseBelow;
    private AlignedBuffer<float> _values = new(0);
    private bool _hasValues = true;

    /// <summary>Makes an empty buffer.</summary>
    /// <param name="features">Columns.</param>
    /// <param name="sparseBelow">The density up to which ones are kept as lists.</param>
    public SimdActivations(int features, double sparseBelow) : base(features)
    {
        _blocks = Blocked.Blocks(features);
        _sparseBelow = sparseBelow;
    }

    /// <summary>From a block of features to the next.</summary>
    public nint BlockStride => (nint)Rows * Blocked.Width;

    /// <summary>The lists of ones when <see cref="IsSparse"/>; made when first asked for, and kept.</summary>
    public ActiveInputs Active => field ??= new ActiveInputs(Features);

    /// <summary>Whether the values are the ones of <see cref="Active"/> and zeros.</summary>
    public bool IsSparse { get; private set; }

    public override void Resize(int rows)
    {
        Rows = rows;
        (_hasValues, IsSparse) = (true, false);
        int needed = checked(rows * _blocks * Blocked.Width);
        if (needed > _values.Length) _values = new AlignedBuffer<float>(needed);
    }

    /// <summary>The values for reading.</summary>
    public float* Values()
    {
        if (!_hasValues) Expand();
        return _values.Pointer;
    }

    /// <summary>The values for overwriting, or for changing if kept; dense from now on. The padding must stay 0.</summary>
    public float* MutableValues(bool keep = false)
    {
        if (keep) Values();
        (_hasValues, IsSparse) = (true, false);
        return _values.Pointer;
    }

    /// <summary>Declares <see cref="Active"/> to be the values, or makes numbers of them if there are many; says which.</summary>
    public bool TrySetSparse()
    {
        (_hasValues, IsSparse) = (false, true);
        if (Active.Density > _sparseBelow) MutableValues(keep: true);
        return IsSparse;
    }

    /// <summary>Takes a matrix in as lists if it holds zeros and few ones only.</summary>
    public bool TryReadOnes(Matrix source)
    {
        if (!ActiveInputs.Fits(source.Rows, Features)) return false;
        Active.Resize(source.Rows);
        for (int r = 0; r < source.Rows; r++)
        {
            if (!Active.TrySetRow(r, source.Row(r))) return false;
        }
        return TrySetSparse();
    }

    private void Expand()
    {
        _values.Span[..(Rows * _blocks * Blocked.Width)].Clear();
        for (int r = 0; r < Rows; r++)
        {
            float* row = _values.Pointer + (nint)r * Blocked.Width;
            foreach (ushort i in Active.OfRow(r)) row[i / Blocked.Width * BlockStride + i % Blocked.Width] = 1;
        }
        _hasValues = true;
    }
}
