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
        Gen.Select(Gen.Int[1, 130], Gen.Int[1, 400], Gen.Int[1, 5], Gen.Int[1, 12], Gen.Int[1, 8])
            .Sample((rows, count, panels, grain, workers) =>
        {
            nint blockStride = rows * Blocked.Width, panelStride = Blocked.RoundUp(count, Blocked.GradientInputs) * Blocked.Width;
            AlignedBuffer<float> a = Filled(Blocked.Blocks(count) * (int)blockStride, 1), weights = Filled(panels * (int)panelStride, 2);
            var actual = new AlignedBuffer<float>(panels * (int)blockStride);
            var expected = new AlignedBuffer<float>(actual.Length);
            actual.Span.Fill(float.NaN);
            var product = new DenseProduct(kernels, rows, panels);
            var shares = new Shares(workers);
            shares.Deal(product.Items, workers, grain, product.Column);
            int numbers = 0;
            while (shares.Take(workers - 1, out int start, out int end))
            {
                DenseProduct.Part part = product.At(start, end);
                product.Multiply(part, a.Pointer, count, weights.Pointer, panelStride, actual.Pointer);
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

    private static AlignedBuffer<float> Filled(int length, int seed)
    {
        var buffer = new AlignedBuffer<float>(length);
        Dense.Numbers(length, seed).CopyTo(buffer.Span);
        return buffer;
    }
}
