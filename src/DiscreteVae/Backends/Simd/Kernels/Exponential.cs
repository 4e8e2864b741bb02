using System.Runtime.CompilerServices;

namespace DiscreteVae.Backends.Simd.Kernels;

/// <summary>
/// e^x = 2^n e^r with n = round(x / ln 2) and |r| ≤ ln 2 / 2, e^r by the polynomial of degree 7 of Cephes' expf (Moshier). Within
/// 1.5 ulp where e^x is a normal float; 0 below ln 2^−150, infinity above ln 2^128, NaN for NaN.
/// </summary>
internal static class Exponential<TOps, TVector>
    where TOps : struct, IVectorOps<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Of(TVector x)
    {
        x = TOps.Min(TOps.Create(89), TOps.Max(TOps.Create(-104), x));
        TVector n = TOps.Round(TOps.Multiply(x, TOps.Create(1.44269504f)));
        // ln 2 in two parts; the first has ten bits, so that its product with n is exact.
        TVector r = TOps.MultiplyAdd(n, TOps.Create(-0.693359375f), x);
        r = TOps.MultiplyAdd(n, TOps.Create(2.12194440e-4f), r);
        TVector p = TOps.Create(1.9875691500e-4f);
        p = TOps.MultiplyAdd(p, r, TOps.Create(1.3981999507e-3f));
        p = TOps.MultiplyAdd(p, r, TOps.Create(8.3334519073e-3f));
        p = TOps.MultiplyAdd(p, r, TOps.Create(4.1665795894e-2f));
        p = TOps.MultiplyAdd(p, r, TOps.Create(1.6666665459e-1f));
        p = TOps.MultiplyAdd(p, r, TOps.Create(5.0000001201e-1f));
        p = TOps.Add(TOps.MultiplyAdd(p, TOps.Multiply(r, r), r), TOps.Create(1));
        return TOps.ScaleByPowerOfTwo(p, n);
    }
}
