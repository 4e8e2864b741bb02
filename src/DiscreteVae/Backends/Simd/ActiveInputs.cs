using System.Numerics;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// A minibatch of zeros and ones as lists of its ones: the active features of each row, ascending, and the rows in which each feature is
/// active, ascending.
/// </summary>
internal sealed unsafe class ActiveInputs
{
    private readonly int _features;
    private readonly AlignedBuffer<int> _featureCounts;
    private readonly FeatureListing _listing;
    private AlignedBuffer<ushort> _byRow = new(0), _byFeature = new(0);
    private AlignedBuffer<int> _rowCounts = new(0);
    private bool _hasFeatureLists;

    public ActiveInputs(int features)
    {
        _features = features;
        _featureCounts = new AlignedBuffer<int>(features);
        _listing = new FeatureListing(this);
    }

    /// <summary>R.</summary>
    public int Rows { get; private set; }

    /// <summary>Ones in all rows.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            foreach (int count in _rowCounts.Span[..Rows]) total += count;
            return total;
        }
    }

    /// <summary>Features active in a row.</summary>
    public ReadOnlySpan<ushort> OfRow(int row) => new(_byRow.Pointer + (nint)row * _features, _rowCounts.Pointer[row]);

    /// <summary>Rows in which a feature is active; after <see cref="ListFeatures"/>.</summary>
    public ReadOnlySpan<ushort> OfFeature(int feature) => new(_byFeature.Pointer + (nint)feature * Rows, _featureCounts.Pointer[feature]);

    /// <summary>The share of ones.</summary>
    public double Density => (double)Total / ((long)Rows * _features);

    /// <summary>Whether indices of 16 bits serve.</summary>
    public static bool Fits(int rows, int features) => Math.Max(rows, features) <= ushort.MaxValue + 1;

    /// <summary>Begins to fill the lists of <paramref name="rows"/> rows.</summary>
    public void Resize(int rows)
    {
        Rows = rows;
        _hasFeatureLists = false;
        if (rows <= _rowCounts.Length) return;
        _rowCounts = new AlignedBuffer<int>(rows);
        _byRow = new AlignedBuffer<ushort>(checked(rows * _features));
        _byFeature = new AlignedBuffer<ushort>(checked(rows * _features));
    }

    /// <summary>Lists the bytes of a row that are not 0.</summary>
    public void SetRow(int row, ReadOnlySpan<byte> values)
    {
        ushort* next = _byRow.Pointer + (nint)row * _features, start = next;
        int i = 0;
        for (; i <= values.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            ulong ones = ~Vector512.Equals(Vector512.Create(values[i..]), Vector512<byte>.Zero).ExtractMostSignificantBits();
            for (; ones != 0; ones &= ones - 1) *next++ = (ushort)(i + BitOperations.TrailingZeroCount(ones));
        }
        for (; i < values.Length; i++)
        {
            if (values[i] != 0) *next++ = (ushort)i;
        }
        _rowCounts.Pointer[row] = (int)(next - start);
    }

    /// <summary>Lists the ones of a row; false as soon as there is anything but 0 and 1.</summary>
    public bool TrySetRow(int row, ReadOnlySpan<float> values)
    {
        ushort* next = _byRow.Pointer + (nint)row * _features, start = next;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] == 0) continue;
            if (values[i] != 1) return false;
            *next++ = (ushort)i;
        }
        _rowCounts.Pointer[row] = (int)(next - start);
        return true;
    }

    /// <summary>Makes the lists by feature, unless they stand.</summary>
    public void ListFeatures(WorkerTeam team)
    {
        if (_hasFeatureLists) return;
        team.Run(_listing, Total);
        _hasFeatureLists = true;
    }

    /// <summary>A worker lists its share of the features.</summary>
    private sealed class FeatureListing(ActiveInputs inputs) : TeamWork
    {
        public override void Run(int worker, int workers)
        {
            int from = Blocked.Start(inputs._features, worker, workers), to = Blocked.Start(inputs._features, worker + 1, workers);
            int* counts = inputs._featureCounts.Pointer;
            new Span<int>(counts + from, to - from).Clear();
            for (int row = 0; row < inputs.Rows; row++)
            {
                ReadOnlySpan<ushort> active = inputs.OfRow(row);
                int first = from == 0 ? 0 : active.BinarySearch((ushort)from);
                for (int j = first < 0 ? ~first : first; j < active.Length && active[j] < to; j++)
                {
                    int feature = active[j];
                    inputs._byFeature.Pointer[(nint)feature * inputs.Rows + counts[feature]++] = (ushort)row;
                }
            }
        }
    }
}
