using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Backends.Simd;

/// <summary>
/// The product of activations and weights, cut into tiles for a team: columns of two panels of weights, or one where the registers are too
/// few or a panel is left over, and of these the rows. A part, some tiles of one column, goes over its rows once for every part of the
/// summed features, so that the weights of a part stay in the first-level cache. How it is cut moves no bit.
/// </summary>
internal readonly unsafe struct DenseProduct
{
    /// <summary>The results of about fifty rows stay in the cache beside the weights.</summary>
    public const int TilesAtOnce = 9;

    // 32 KiB of weights for a pair of panels: 128 beats 64 and 256.
    private const int FeaturesAtOnce = 128;

    // Cache lines of one summed feature in two panels.
    private const int LinesOfFeature = 2 * Blocked.Width / Blocked.Line;

    private readonly KernelSet _kernels;
    private readonly int _rows, _panels, _pairs, _pairTiles, _panelTiles;

    /// <summary>Plans for <paramref name="rows"/> rows and <paramref name="panels"/> panels.</summary>
    public DenseProduct(KernelSet kernels, int rows, int panels)
    {
        (_kernels, _rows, _panels) = (kernels, rows, panels);
        _pairs = kernels.PairRows > 0 ? panels / 2 : 0;
        _pairTiles = _pairs > 0 ? (rows + kernels.PairRows - 1) / kernels.PairRows : 0;
        _panelTiles = (rows + kernels.TileRows - 1) / kernels.TileRows;
        Items = _pairs * _pairTiles + (panels - 2 * _pairs) * _panelTiles;
    }

    /// <summary>Tiles, column after column; one of a pair of panels costs about what one of a single panel does.</summary>
    public int Items { get; }

    /// <summary>Tiles of a column; the last column may have fewer.</summary>
    public int Column => _pairs > 0 ? _pairTiles : _panelTiles;

    /// <summary>What the tiles from <paramref name="start"/> to <paramref name="end"/>, all of one column, are of the result.</summary>
    public Part At(int start, int end)
    {
        int ofPairs = _pairs * _pairTiles;
        bool isPair = start < ofPairs;
        int tiles = isPair ? _pairTiles : _panelTiles;
        (int column, int tile) = Math.DivRem(isPair ? start : start - ofPairs, tiles);
        int row = Blocked.Start(_rows, tile, tiles);
        int rows = Blocked.Start(_rows, tile + end - start, tiles) - row;
        return isPair ? new Part(2 * column, 2, row, rows) : new Part(2 * _pairs + column, 1, row, rows);
    }

    /// <summary>Computes a part of result = a · weights.</summary>
    /// <param name="part">From <see cref="At"/>.</param>
    /// <param name="a">Activations of all rows.</param>
    /// <param name="count">Summed features.</param>
    /// <param name="weights">All panels.</param>
    /// <param name="panelStride">From one panel to the next.</param>
    /// <param name="result">Activations of all rows.</param>
    public void Multiply(Part part, float* a, int count, float* weights, nint panelStride, float* result)
    {
        float* b = weights + part.Panel * panelStride, c = result + part.Panel * BlockStride;
        if (part.Panels == 2) MultiplyPair(part, a, count, b, panelStride, c);
        else MultiplyOne(part, a, count, b, c);
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
        int lines = part.Panel + 2 < _panels ? Math.Clamp((PairTile.StepsAtOnce * LinesOfFeature + _pairTiles - 1) / _pairTiles, 1, 4) : 0;
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

    /// <summary>A part of the result: panels of columns, and rows.</summary>
    public readonly record struct Part(int Panel, int Panels, int Row, int Rows);
}
