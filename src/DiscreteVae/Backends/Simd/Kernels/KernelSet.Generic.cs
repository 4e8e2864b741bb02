namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>Joins the kernels, each of which is a file of its own, for one width.</summary>
internal sealed unsafe class KernelSet<TOps, TVector>(string name) : KernelSet
    where TOps : struct, IVectorOps<TVector>
    where TVector : struct
{
    public override string Name => name;

    public override int TileRows => TOps.TileRows;

    public override int PairRows => TOps.PairRows;

    // Forward and weight gradient together of 784 → 512 and 64 → 256: narrower registers slow the products more than the sums.
    public override double WorthwhileDensity => TOps.Width == 16 ? 0.4 : 0.5;

    public override void Product(float* a, nint blockStride, int count, float* b, float* c, int rows)
    {
        for (int column = 0; column < Blocked.Width; column += 2 * TOps.Width)
        {
            switch (rows)
            {
                case 1: Sum<Rows1>(a, blockStride, count, b + column, c + column); break;
                case 2: Sum<Rows2>(a, blockStride, count, b + column, c + column); break;
                case 3: Sum<Rows3>(a, blockStride, count, b + column, c + column); break;
                case 4: Sum<Rows4>(a, blockStride, count, b + column, c + column); break;
                case 5: Sum<Rows5>(a, blockStride, count, b + column, c + column); break;
                case 6: Sum<Rows6>(a, blockStride, count, b + column, c + column); break;
                case 7: Sum<Rows7>(a, blockStride, count, b + column, c + column); break;
                case 8: Sum<Rows8>(a, blockStride, count, b + column, c + column); break;
                case 9: Sum<Rows9>(a, blockStride, count, b + column, c + column); break;
                case 10: Sum<Rows10>(a, blockStride, count, b + column, c + column); break;
                default: throw new ArgumentOutOfRangeException(nameof(rows));
            }
        }
    }

    public override void ProductOfPair(
        float* a, nint blockStride, int count, float* b, nint panelStride, float* c, int rows, bool add, float* ahead, int lines)
    {
        switch (rows)
        {
            case 1: PairTile.Multiply<TOps, TVector, Rows1>(a, blockStride, count, b, panelStride, c, add, ahead, lines); break;
            case 2: PairTile.Multiply<TOps, TVector, Rows2>(a, blockStride, count, b, panelStride, c, add, ahead, lines); break;
            case 3: PairTile.Multiply<TOps, TVector, Rows3>(a, blockStride, count, b, panelStride, c, add, ahead, lines); break;
            case 4: PairTile.Multiply<TOps, TVector, Rows4>(a, blockStride, count, b, panelStride, c, add, ahead, lines); break;
            case 5: PairTile.Multiply<TOps, TVector, Rows5>(a, blockStride, count, b, panelStride, c, add, ahead, lines); break;
            case 6: PairTile.Multiply<TOps, TVector, Rows6>(a, blockStride, count, b, panelStride, c, add, ahead, lines); break;
            default: throw new ArgumentOutOfRangeException(nameof(rows));
        }
    }

    public override void WeightGradient(float* x, float* delta, int rows, float* tile)
    {
        for (int input = 0; input < Blocked.GradientInputs; input += TOps.GradientRows)
        {
            for (int column = 0; column < Blocked.Width; column += 2 * TOps.Width)
            {
                float* c = tile + input * Blocked.Width + column;
                float* a = x + input, b = delta + column;
                if (TOps.GradientRows == 8) Tile.Multiply<TOps, TVector, Rows8, SumOverData>(a, 0, rows, rows, b, c);
                else Tile.Multiply<TOps, TVector, Rows4, SumOverData>(a, 0, rows, rows, b, c);
            }
        }
    }

    public override void SumRows(float* rows, ReadOnlySpan<ushort> indices, float* sum, bool add) =>
        RowSum.One<TOps, TVector>(rows, indices, sum, add);

    public override void SumRowPairs(
        float* first, float* second, ReadOnlySpan<ushort> indices, float* firstSum, float* secondSum, bool add) =>
        RowSum.Two<TOps, TVector>(first, second, indices, firstSum, secondSum, add);

    public override void SumAll(float* values, int rows, float* sum) => RowSum.All<TOps, TVector>(values, rows, sum);

    public override void AddBiasAndActivate(float* values, int rows, float* bias, float negativeSlope) =>
        Elementwise<TOps, TVector>.AddBiasAndActivate(values, rows, bias, negativeSlope);

    public override void MultiplyByDerivative(float* gradient, float* x, int rows, float negativeSlope) =>
        Elementwise<TOps, TVector>.MultiplyByDerivative(gradient, x, rows, negativeSlope);

    public override void Scale(float* values, int rows, float factor) => Elementwise<TOps, TVector>.Scale(values, rows, factor);

    public override float BernoulliRow(float* logits, nint blockStride, float* targets, int width, bool gradient) =>
        BernoulliKernel<TOps, TVector>.Row(logits, blockStride, targets, width, gradient);

    public override void Exp(float* values, int rows)
    {
        for (int i = 0; i < rows * Blocked.Width; i += TOps.Width)
        {
            TOps.Store(Exponential<TOps, TVector>.Of(TOps.Load(values + i)), values + i);
        }
    }

    private static void Sum<TRows>(float* a, nint blockStride, int count, float* b, float* c) where TRows : struct, IRows =>
        Tile.Multiply<TOps, TVector, TRows, SumOverFeatures>(a, blockStride, Blocked.Width, count, b, c);
}
