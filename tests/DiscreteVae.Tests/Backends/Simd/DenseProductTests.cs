using CsCheck;
using DiscreteVae.Backends.Simd;
using DiscreteVae.Backends.Simd.Kernels;

namespace DiscreteVae.Tests.Backends.Simd;

/// <summary>However a product is cut into columns, stripes, parts and tiles, it is the product of single rows and panels.</summary>
public unsafe class DenseProductTests
{
    public static TheoryData<int> AllWidths => Widths.All;

    [SkippableTheory, MemberData(nameof(AllWidths))]
    public void The_items_make_up_the_product_to_the_last_bit(int bits)
    {
        KernelSet kernels = Widths.Get(bits);
        // Rows below, at and above a stripe; features below, at and above a part; one panel, pairs, and a panel left over.
        Gen.Select(Gen.Int[1, 130], Gen.Int[1, 400], Gen.Int[1, 5], Gen.OneOf(1, 2, 3, 8)).Sample((rows, count, panels, workers) =>
        {
            nint blockStride = rows * Blocked.Width, panelStride = Blocked.RoundUp(count, Blocked.GradientInputs) * Blocked.Width;
            AlignedBuffer<float> a = Filled(Blocked.Blocks(count) * (int)blockStride, 1), weights = Filled(panels * (int)panelStride, 2);
            var actual = new AlignedBuffer<float>(panels * (int)blockStride);
            var expected = new AlignedBuffer<float>(actual.Length);
            actual.Span.Fill(float.NaN);
            var product = new DenseProduct(kernels, rows, panels, workers);
            int numbers = 0;
            for (int item = 0; item < product.Items; item++)
            {
                DenseProduct.Part part = product.Multiply(item, a.Pointer, count, weights.Pointer, panelStride, actual.Pointer);
                numbers += part.Panels * part.Rows * Blocked.Width;
            }
            for (int panel = 0; panel < panels; panel++)
            {
                for (int row = 0; row < rows; row++)
                {
                    kernels.Product(a.Pointer + row * Blocked.Width, blockStride, count, weights.Pointer + panel * panelStride,
                        expected.Pointer + panel * blockStride + row * Blocked.Width, 1);
                }
            }
            Assert.Equal(expected.Length, numbers);
            Assert.Equal(expected.Span, actual.Span);
        }, iter: 100, threads: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void There_are_items_for_all_workers_where_rows_allow_it(int workers)
    {
        var product = new DenseProduct(KernelSet.Available[0], rows: 100, panels: 8, workers);
        Assert.True(product.Items >= 4 * workers, $"{product.Items} items for {workers} workers");
        Assert.Equal(1, new DenseProduct(KernelSet.Available[0], rows: 1, panels: 1, workers).Items);
    }

    private static AlignedBuffer<float> Filled(int length, int seed)
    {
        var buffer = new AlignedBuffer<float>(length);
        Dense.Numbers(length, seed).CopyTo(buffer.Span);
        return buffer;
    }
}
