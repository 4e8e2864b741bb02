using DiscreteVae.Layers;
using DiscreteVae.Numerics;

namespace DiscreteVae.Models;

/// <summary>
/// The Bernoulli losses of C codes that all B data share: ℓ_cb = Σ_d ln(1 + e^l_cd) − Σ_d l_cd x_bd nats, one sum a code and one matrix
/// product, since a decoder's logits are a function of the code only. The gradient of Σ_cb w_cb ℓ_cb by the logits is
/// (Σ_b w_cb) σ(l_cd) − Σ_b w_cb x_bd: one product again.
/// </summary>
/// <remarks>
/// In float32 both terms are rounded before they are subtracted: a loss is within (D + 3) 2^−24 Σ_d (|l_cd| (1 + x_bd) + 1) of the exact
/// one, about twice the bound of the loss that is summed pixel by pixel. The products run as those of a dense layer whose weights are the
/// images.
/// </remarks>
public sealed class SharedCodeLoss
{
    private readonly IBackend _backend;
    private readonly int _pixels;
    // One image of zeros: its Bernoulli loss is Σ_d ln(1 + e^l_d), with gradient σ(l_d).
    private readonly PixelBatch _black;
    private readonly Activations _imageSums;
    private Matrix _images = new(0, 0);
    private IDenseLayer? _layer;
    private Activations? _products;
    private Matrix _table = new(0, 0);
    private Real[] _sums = [];
    private int _count;

    /// <summary>Makes the buffers.</summary>
    /// <param name="backend">Where the products run.</param>
    /// <param name="pixels">D.</param>
    public SharedCodeLoss(IBackend backend, int pixels)
    {
        (_backend, _pixels) = (backend, pixels);
        _black = new PixelBatch(1, pixels, PixelKind.Binary);
        _black.SetCount(1);
        _imageSums = backend.CreateActivations(pixels);
    }

    /// <summary>Takes the B images in.</summary>
    public void SetImages(PixelBatch images)
    {
        _count = images.Count;
        if (_layer is null || _layer.Outputs < _count)
        {
            _layer = _backend.CreateLayer(_pixels, _count, Activation.Identity);
            _products = _backend.CreateActivations(_count);
            (_images, _table) = (new Matrix(_count, _pixels), new Matrix(0, _count));
        }
        // A layer for more images than these has rows of zeros.
        _images.Span[(_count * _pixels)..].Clear();
        for (int b = 0; b < _count; b++) images.CopyIntensities(b, _images.Row(b));
        Span<Real> bias = _table.WithRows(1).Span;
        bias.Clear();
        _layer.SetParameters(_images.Span, bias);
    }

    /// <summary>The loss of every image under every code.</summary>
    /// <param name="logits">l, C × D; overwritten with σ(l) when <paramref name="means"/> is set.</param>
    /// <param name="losses">ℓ, C × B; overwritten.</param>
    /// <param name="means">Whether <see cref="Backward"/> will follow.</param>
    public void Forward(Activations logits, Matrix losses, bool means)
    {
        int codes = logits.Rows;
        _products!.Resize(codes);
        _layer!.Forward(logits, _products);
        _backend.Write(_products, _table.WithRows(codes));
        if (_sums.Length < codes) _sums = new Real[codes];
        _backend.BernoulliLoss(logits, _black, _sums.AsSpan(0, codes), gradient: means);
        losses.WithRows(codes);
        for (int c = 0; c < codes; c++)
        {
            ReadOnlySpan<Real> products = _table.Row(c)[.._count];
            Span<Real> row = losses.Row(c);
            for (int b = 0; b < row.Length; b++) row[b] = Real.Max(_sums[c] - products[b], 0);
        }
    }

    /// <summary>The gradient of Σ_cb w_cb ℓ_cb by the logits.</summary>
    /// <param name="means">σ(l), C × D, as <see cref="Forward"/> left it; overwritten with the gradient.</param>
    /// <param name="weights">w, C × B.</param>
    public void Backward(Activations means, Matrix weights)
    {
        int codes = means.Rows;
        _table.WithRows(codes).Span.Clear();
        for (int c = 0; c < codes; c++)
        {
            ReadOnlySpan<Real> row = weights.Row(c);
            Span<Real> negative = _table.Row(c);
            double sum = 0;
            for (int b = 0; b < row.Length; b++)
            {
                sum += row[b];
                negative[b] = -row[b];
            }
            _sums[c] = (Real)sum;
        }
        _backend.Read(_table, _products!);
        _imageSums.Resize(codes);
        _layer!.BackwardInput(_products!, means, Activation.Identity, _imageSums);
        _backend.ScaleRows(means, _sums.AsSpan(0, codes));
        _backend.Add(means, _imageSums);
    }
}
