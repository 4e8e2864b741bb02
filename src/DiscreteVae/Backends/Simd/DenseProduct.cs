using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// The product of activations and weights, cut into items for a team: columns of two panels of weights, or one where the registers are too
/// few or a panel is left over, and stripes of rows. An item goes over its rows once for every part of the summed features, so that the
/// weights of a part stay in the first-level cache. How it is cut moves no bit.
/// </summary>
internal readonly unsafe struct DenseProduct
{
    // 32 KiB of weights for a pair of panels: 128 beats 64 and 256.
    private const int FeaturesAtOnce = 128;

    // The results of about fifty rows stay in the cache beside them.
    private const int TilesAtOnce = 9;

    // So many items a worker, that one whose core is slow for a while can leave some to others.
    private const int ItemsOfWorker = 4;

    // Cache lines of one summed feature in two panels.
    private const int LinesOfFeature = 2 * Blocked.Width / Blocked.Line;

    private readonly KernelSet _kernels;
    private readonly int _rows, _panels, _pairs, _tiles, _stripes;

    /// <summary>Plans for <paramref name="rows"/> rows and <paramref name="panels"/> panels.</summary>
    public DenseProduct(KernelSet kernels, int rows, int panels, int workers)
    {
        (_kernels, _rows, _panels) = (kernels, rows, panels);
        _pairs = kernels.PairRows > 0 ? panels / 2 : 0;
        int tileRows = _pairs > 0 ? kernels.PairRows : kernels.TileRows, columns = panels - _pairs;
        _tiles = (rows + tileRows - 1) / tileRows;
        int forCache = (_tiles + TilesAtOnce - 1) / TilesAtOnce, forWorkers = (ItemsOfWorker * workers + columns - 1) / columns;
        _stripes = workers == 1 ? forCache : Math.Min(Math.Max(forCache, forWorkers), _tiles);
        Items = columns * _stripes;
    }

    /// <summary>How many there are: every column in as many stripes.</summary>
    public int Items { get; }

    /// <summary>Computes an item of result = a · weights, and says which part of the result that is.</summary>
    /// <param name="item">Below <see cref="Items"/>; neighbours share columns.</param>
    /// <param name="a">Activations of all rows.</param>
    /// <param name="count">Summed features.</param>
    /// <param name="weights">All panels.</param>
    /// <param name="panelStride">From one panel to the next.</param>
    /// <param name="result">Activations of all rows.</param>
    public Part Multiply(int item, float* a, int count, float* weights, nint panelStride, float* result)
    {
        (int column, int stripe) = Math.DivRem(item, _stripes);
        bool isPair = column < _pairs;
        int panel = Math.Min(column, _pairs) + column;
        int row = Blocked.Start(_rows, Blocked.Start(_tiles, stripe, _stripes), _tiles);
        int end = Blocked.Start(_rows, Blocked.Start(_tiles, stripe + 1, _stripes), _tiles);
        var part = new Part(panel, isPair ? 2 : 1, row, end - row);
        float* b = weights + panel * panelStride, c = result + panel * BlockStride;
        if (isPair) MultiplyPair(part, a, count, b, panelStride, c);
        else MultiplyOne(part, a, count, b, c);
        return part;
    }

    private nint BlockStride => (nint)_rows * Blocked.Width;

    private void MultiplyOne(Part part, float* a, int count, float* b, float* c)
    {
        int tiles = (part.Rows + _kernels.TileRows - 1) / _kernels.TileRows;
        for (int tile = 0; tile < tiles; tile++)
        {
            int start = Blocked.Start(part.Rows, tile, tiles), rows = Blocked.Start(part.Rows, tile + 1, tiles) - start;
            nint offset = (part.Row + start) * Blocked.Width;
            _kernels.Product(a + offset, BlockStride, count, b, c + offset, rows);
        }
    }

    private void MultiplyPair(Part part, float* a, int count, float* b, nint panelStride, float* c)
    {
        int tiles = (part.Rows + _kernels.PairRows - 1) / _kernels.PairRows;
        int blocks = Blocked.Blocks(count), parts = (count + FeaturesAtOnce - 1) / FeaturesAtOnce;
        // Every tile asks for its share of the weights of the next column.
        int lines = part.Panel + 2 < _panels ? Math.Clamp((PairTile.StepsAtOnce * LinesOfFeature + _tiles - 1) / _tiles, 1, 4) : 0;
        float* next = b + 2 * panelStride;
        for (int p = 0; p < parts; p++)
        {
            int first = Blocked.Start(blocks, p, parts), feature = first * Blocked.Width;
            int features = Math.Min(Blocked.Start(blocks, p + 1, parts) * Blocked.Width, count) - feature;
            for (int tile = 0; tile < tiles; tile++)
            {
                int start = Blocked.Start(part.Rows, tile, tiles), rows = Blocked.Start(part.Rows, tile + 1, tiles) - start;
                int row = part.Row + start;
                float* x = a + first * BlockStride + row * Blocked.Width, y = c + row * Blocked.Width;
                float* weights = b + (nint)feature * Blocked.Width;
                float* ahead = next + ((nint)row * count / _rows * LinesOfFeature + feature / PairTile.StepsAtOnce * lines) * Blocked.Line;
                _kernels.ProductOfPair(x, BlockStride, features, weights, panelStride, y, rows, add: p > 0, ahead, lines);
            }
        }
    }

    /// <summary>The part of a result that an item computes: panels of columns, and rows.</summary>
    public readonly record struct Part(int Panel, int Panels, int Row, int Rows);
}
