using System.Numerics.Tensors;
using DiscreteVae.Numerics;

namespace DiscreteVae.Estimators;

/// <summary>
/// All K^N codes of a shape in blocks of K^m: the category of latent n is digit n of the code's number in base K, so that latent 0 changes
/// fastest and a block holds latents m and above fixed. Sums over codes, in double, take the digits one by one.
/// </summary>
public sealed class CodeEnumeration
{
    private readonly LatentShape _shape;
    private readonly int _free;
    private readonly Matrix _codes;
    private int _writtenBlock = -1;
    private double[] _factors = [];

    /// <summary>Splits the codes into blocks.</summary>
    /// <param name="shape">N and K; K^N must be an <see cref="int"/>.</param>
    /// <param name="mostCodes">The most codes a block may have, at least 1.</param>
    public CodeEnumeration(LatentShape shape, int mostCodes = int.MaxValue)
    {
        _shape = shape;
        Count = checked((int)CountOf(shape));
        for (BlockCodes = 1; _free < shape.Latents && (long)BlockCodes * shape.Categories <= mostCodes; _free++) BlockCodes *= shape.Categories;
        _codes = new Matrix(0, shape.Width);
    }

    /// <summary>K^N.</summary>
    public int Count { get; }

    /// <summary>K^m, codes a block.</summary>
    public int BlockCodes { get; }

    /// <summary>K^(N − m).</summary>
    public int Blocks => Count / BlockCodes;

    /// <summary>K^N, however large.</summary>
    public static double CountOf(LatentShape shape) => Math.Pow(shape.Categories, shape.Latents);

    /// <summary>The one-hot codes of a block, <see cref="BlockCodes"/> × N·K; overwritten by the next call.</summary>
    public Matrix Codes(int block)
    {
        // The one block of a small enumeration is written once for all steps.
        if (block == _writtenBlock) return _codes;
        _codes.WithRows(BlockCodes).Span.Clear();
        for (int c = 0; c < BlockCodes; c++)
        {
            Span<Real> code = _codes.Row(c);
            for (int n = 0, rest = block * BlockCodes + c; n < _shape.Latents; n++, rest /= _shape.Categories)
                code[n * _shape.Categories + rest % _shape.Categories] = 1;
        }
        _writtenBlock = block;
        return _codes;
    }

    /// <summary>
    /// q(z | x) of a block's codes, <see cref="BlockCodes"/> × B: factor by factor, each latent's categories from the last down.
    /// </summary>
    public void Probabilities(Posterior posterior, int block, Span<double> probabilities)
    {
        int count = posterior.Count, categories = _shape.Categories;
        WriteFactors(posterior);
        Span<double> first = probabilities[..count];
        first.Fill(1);
        for (int n = _free, rest = block; n < _shape.Latents; n++, rest /= categories)
            Multiply(first, Factors(n, rest % categories, count), first);
        for (int n = 0, length = count; n < _free; n++, length *= categories)
        {
            for (int k = categories - 1; k >= 0; k--)
                Multiply(probabilities[..length], Factors(n, k, count), probabilities.Slice(k * length, length));
        }
    }

    /// <summary>
    /// Adds Σ_{c: c_n = k} v_c of a block's codes for every latent n and category k, and Σ_c v_c.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="values">v, <see cref="BlockCodes"/> × B; spoilt.</param>
    /// <param name="marginals">N·K × B, added to.</param>
    /// <param name="totals">B, added to.</param>
    public void AddMarginals(int block, Span<double> values, Span<double> marginals, Span<double> totals)
    {
        int count = totals.Length, categories = _shape.Categories;
        for (int n = _free - 1, length = values.Length / categories; n >= 0; n--, length /= categories)
        {
            for (int k = 0; k < categories; k++)
            {
                ReadOnlySpan<double> part = values.Slice(k * length, length);
                Span<double> marginal = marginals.Slice((n * categories + k) * count, count);
                for (int i = 0; i < length; i += count) Add(marginal, part.Slice(i, count));
                if (k > 0) Add(values[..length], part);
            }
        }
        for (int n = _free, rest = block; n < _shape.Latents; n++, rest /= categories)
            Add(marginals.Slice((n * categories + rest % categories) * count, count), values[..count]);
        Add(totals, values[..count]);
    }

    // From the log-probabilities, which stay finite where p underflows in float32. N·K × B.
    private void WriteFactors(Posterior posterior)
    {
        int count = posterior.Count;
        if (_factors.Length < count * _shape.Width) _factors = new double[count * _shape.Width];
        for (int b = 0; b < count; b++)
        {
            ReadOnlySpan<Real> log = posterior.LogProbabilities.Row(b);
            for (int i = 0; i < log.Length; i++) _factors[i * count + b] = Math.Exp(log[i]);
        }
    }

    private ReadOnlySpan<double> Factors(int latent, int category, int count) =>
        _factors.AsSpan((latent * _shape.Categories + category) * count, count);

    // product ← values ∘ factors, the factors repeated for each row of values.
    private static void Multiply(ReadOnlySpan<double> values, ReadOnlySpan<double> factors, Span<double> product)
    {
        for (int i = 0; i < values.Length; i += factors.Length)
            TensorPrimitives.Multiply(values.Slice(i, factors.Length), factors, product.Slice(i, factors.Length));
    }

    private static void Add(Span<double> sum, ReadOnlySpan<double> addend) => TensorPrimitives.Add(sum, addend, sum);
}
