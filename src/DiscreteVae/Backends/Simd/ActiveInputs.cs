using System.Numerics;
using System.Runtime.Intrinsics;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// A minibatch of zeros and ones as lists of its ones: the active features of each row, ascending, and the rows in which each
/// feature is active, ascending. Both are made from one bit a feature.
/// </summary>
internal sealed unsafe class ActiveInputs
{
    /// <summary>
    /// Features a group: few enough that most of the weights a sum needs stay in the first-level cache, and enough for
    /// lists that are long beside the mispredicted end of a loop. 784 → 512 with 128, 256 or all features a group takes 132,
    /// 122 or 130 µs at 13 % ones and 230, 240 or 331 at 30 %.
    /// </summary>
    public const int GroupFeatures = WordsOfGroup * Word;

    // Bits of a mask.
    private const int Word = 64, WordsOfGroup = 4;

    // Two nanoseconds, in multiply-adds.
    private const long CostOfAnEntry = 250;

    private readonly int _features, _words, _groups;
    private readonly AlignedBuffer<int> _featureCounts;
    private readonly FeatureListing _listing;
    private AlignedBuffer<ushort> _byRow = new(0), _byFeature = new(0);
    private AlignedBuffer<ulong> _masks = new(0);
    private AlignedBuffer<int> _groupStarts = new(0);
    private bool _hasFeatureLists;

    public ActiveInputs(int features)
    {
        _features = features;
        _words = (features + Word - 1) / Word;
        _groups = (features + GroupFeatures - 1) / GroupFeatures;
        _featureCounts = new AlignedBuffer<int>(features);
        _listing = new FeatureListing(this);
    }

    /// <summary>Groups of features.</summary>
    public int Groups => _groups;

    /// <summary>R.</summary>
    public int Rows { get; private set; }

    /// <summary>Ones in all rows.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            for (int row = 0; row < Rows; row++) total += GroupStarts(row)[_groups];
            return total;
        }
    }

    /// <summary>Features active in a row.</summary>
    public ReadOnlySpan<ushort> OfRow(int row) => new(List(row), GroupStarts(row)[_groups]);

    /// <summary>The part of a row's list that lies in one group of features.</summary>
    public ReadOnlySpan<ushort> OfRow(int row, int group)
    {
        int* starts = GroupStarts(row) + group;
        return new(List(row) + starts[0], starts[1] - starts[0]);
    }

    /// <summary>Rows in which a feature is active; after <see cref="ListFeatures"/>.</summary>
    public ReadOnlySpan<ushort> OfFeature(int feature) =>
        new(_byFeature.Pointer + (nint)feature * Rows, _featureCounts.Pointer[feature]);

    /// <summary>The share of ones.</summary>
    public double Density => (double)Total / ((long)Rows * _features);

    /// <summary>Whether indices of 16 bits serve.</summary>
    public static bool Fits(int rows, int features) => Math.Max(rows, features) <= ushort.MaxValue + 1;

    /// <summary>Begins to fill the lists of <paramref name="rows"/> rows.</summary>
    public void Resize(int rows)
    {
        Rows = rows;
        _hasFeatureLists = false;
        int starts = checked(rows * (_groups + 1));
        if (starts <= _groupStarts.Length) return;
        _groupStarts = new AlignedBuffer<int>(starts);
        _masks = new AlignedBuffer<ulong>(checked(rows * _words));
        _byRow = new AlignedBuffer<ushort>(checked(rows * _features));
        _byFeature = new AlignedBuffer<ushort>(checked(rows * _features));
    }

    /// <summary>Lists the bytes of a row that are not 0.</summary>
    public void SetRow(int row, ReadOnlySpan<byte> values)
    {
        ulong* masks = Masks(row);
        for (; values.Length >= Word; values = values[Word..])
            *masks++ = ~Vector512.Equals(Vector512.Create(values), Vector512<byte>.Zero).ExtractMostSignificantBits();
        if (values.Length > 0) *masks = 0;
        for (int i = 0; i < values.Length; i++) *masks |= values[i] == 0 ? 0 : 1ul << i;
        ListRow(row);
    }

    /// <summary>Lists the ones of a row; false as soon as there is anything but 0 and 1.</summary>
    public bool TrySetRow(int row, ReadOnlySpan<float> values)
    {
        ulong* masks = Masks(row);
        new Span<ulong>(masks, _words).Clear();
        int i = 0;
        for (; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> lanes = Vector512.Create(values[i..]);
            ulong ones = Vector512.Equals(lanes, Vector512<float>.One).ExtractMostSignificantBits();
            ulong zeros = Vector512.Equals(lanes, Vector512<float>.Zero).ExtractMostSignificantBits();
            if ((ones | zeros) != (1ul << Vector512<float>.Count) - 1) return false;
            masks[i / Word] |= ones << i;
        }
        for (; i < values.Length; i++)
        {
            if (values[i] == 0) continue;
            if (values[i] != 1) return false;
            masks[i / Word] |= 1ul << i;
        }
        ListRow(row);
        return true;
    }

    /// <summary>Makes the lists by feature, unless they stand.</summary>
    public void ListFeatures(WorkerTeam team)
    {
        if (_hasFeatureLists) return;
        _listing.Run(team);
        _hasFeatureLists = true;
    }

    private void ListRow(int row)
    {
        ulong* masks = Masks(row);
        int* starts = GroupStarts(row);
        ushort* list = List(row), next = list;
        for (int word = 0; word < _words; word++)
        {
            if (word % WordsOfGroup == 0) starts[word / WordsOfGroup] = (int)(next - list);
            for (ulong ones = masks[word]; ones != 0; ones &= ones - 1)
                *next++ = (ushort)(Word * word + BitOperations.TrailingZeroCount(ones));
        }
        starts[_groups] = (int)(next - list);
    }

    private ulong* Masks(int row) => _masks.Pointer + (nint)row * _words;

    private ushort* List(int row) => _byRow.Pointer + (nint)row * _features;

    private int* GroupStarts(int row) => _groupStarts.Pointer + (nint)row * (_groups + 1);

    /// <summary>Lists by feature, 64 features at a time, whose lists the first-level cache holds while the rows pass.</summary>
    private sealed class FeatureListing(ActiveInputs inputs) : TeamWork
    {
        private Shares _shares = null!;

        public void Run(WorkerTeam team)
        {
            _shares = team.Shares;
            _shares.Deal(inputs._words, team.Size, grain: 1);
            team.Run(this, CostOfAnEntry * inputs.Total);
        }

        public override void Run(int worker)
        {
            while (_shares.Take(worker, out int word, out _)) List(word);
        }

        private void List(int word)
        {
            int* counts = inputs._featureCounts.Pointer + Word * word;
            ushort* lists = inputs._byFeature.Pointer + (nint)Word * word * inputs.Rows;
            new Span<int>(counts, Math.Min(Word, inputs._features - Word * word)).Clear();
            for (int row = 0; row < inputs.Rows; row++)
            {
                for (ulong ones = inputs.Masks(row)[word]; ones != 0; ones &= ones - 1)
                {
                    int feature = BitOperations.TrailingZeroCount(ones);
                    lists[(nint)feature * inputs.Rows + counts[feature]++] = (ushort)row;
                }
            }
        }
    }
}
