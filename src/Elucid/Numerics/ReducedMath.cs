using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>Elementary functions to about three digits, each written once for every width: what <see cref="ReducedLane{V}"/> calls.</summary>
/// <remarks>
/// Polynomials and quotients are minimax in the relative error of the function (Lawson iteration in double precision); the number beside each is its
/// largest error. A quotient costs the machine's estimate of a reciprocal instead of a division: 6e-5 with AVX-512, 4e-4 with SSE and AVX, 2e-5 on
/// ARM64. Each machine uses the same one at every width.
/// </remarks>
internal static class ReducedMath
{
    const float Log2E = 1.44269504f;

    // Adding 1.5 · 2²³ rounds to an integer and leaves it in the low bits; with the exponent's bias on top, a shift by 23 makes them 2ⁿ.
    const float RoundAndBias = 12582912f + 127f;

    /// <summary>Whether <see cref="FractionAroundZero"/> and <see cref="Scale"/> are one instruction each. A constant for the JIT.</summary>
    static bool HasScale => Avx512F.VL.IsSupported && Avx512DQ.VL.IsSupported;

    /// <summary>eˣ within 8e-5. Without AVX-512 results below 1.2e-38 become 0 and those from 2.4e38 infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, IVectorLane<V>
    {
        if (HasScale)
        {
            V t = x * V.Of(Log2E), f = FractionAroundZero(t);
            return Scale(PowerOfTwo(f), t - f);
        }
        x = V.Max(V.Of(-88), V.Min(V.Of(88.9), x));     // 2ⁿ is then made of an exponent between 0, which is zero, and 255, which is infinity
        V rounded = V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias));
        return PowerOfTwo(V.MultiplyAdd(x, V.Of(Log2E), V.Of(RoundAndBias) - rounded)) * V.ShiftLeft(rounded, 23);
    }

    /// <summary>eˣ − 1 for x ≤ 0 within 7e-4 of itself; some number for x &gt; 0. Exactly −0 at −0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpM1NonPositive<V>(V x) where V : struct, IVectorLane<V>
    {
        // x / (eˣ − 1) on [−7.6, 0], 7e-4, and made 7.6 at its end: so the function ends at −1.
        x = V.MinBits(x, V.Of(-7.6));                   // the larger of two negative numbers, as in the exact function
        V p = V.MultiplyAdd(V.Of(0.000242011996), x, V.Of(0.00822654615));
        p = V.MultiplyAdd(p, x, V.Of(0.0981307178));
        p = V.MultiplyAdd(p, x, V.Of(-0.491464336));
        p = V.MultiplyAdd(p, x, V.Of(1.00069243));
        return x * Reciprocal(p);
    }

    /// <summary>ln(1 + eˣ) for x ≤ 0 within 5e-4 of itself; some number for x &gt; 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1PExpNonPositive<V>(V x) where V : struct, IVectorLane<V>
    {
        // ln(1 + e) / e on [0, 1], 4e-4.
        V e = Exp(x);
        V p = V.MultiplyAdd(V.Of(-0.0743430382), e, V.Of(0.254024907));
        p = V.MultiplyAdd(p, e, V.Of(-0.486414098));
        return e * V.MultiplyAdd(p, e, V.Of(0.99960702));
    }

    /// <summary>tanh x within 5e-4 of itself; never beyond ±1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tanh<V>(V x) where V : struct, IVectorLane<V>
    {
        // tanh x / x in x² on [0, 4.2²], 5e-4; from there on ±1.
        V square = V.Min(V.Of(4.2 * 4.2), x * x);
        V p = V.MultiplyAdd(V.Of(0.0815911722), square, V.Of(0.999539025));
        V q = V.MultiplyAdd(V.Of(0.00634608246), square, V.Of(0.412563289));
        q = V.MultiplyAdd(q, square, V.Of(1));
        return V.Max(V.Of(-1), V.Min(V.Of(1), x * p * Reciprocal(q)));
    }

    /// <summary>1 / (1 + e⁻ˣ) within 2e-4 of itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sigmoid<V>(V x) where V : struct, IVectorLane<V> => Reciprocal(V.Of(1) + Exp(-x));

    /// <summary>(1 − Φ(x))·e^(x²/2) for 0 ≤ x ≤ 6 within 7e-4 of itself; within 1 % for all larger x for which e^(−x²/2) is not 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaledNormalTail<V>(V x) where V : struct, IVectorLane<V>
    {
        V p = V.MultiplyAdd(V.Of(0.168477427), x, V.Of(0.499660026));
        V q = V.MultiplyAdd(V.Of(0.433331039), x, V.Of(1.12232613));
        return p * Reciprocal(V.MultiplyAdd(q, x, V.Of(1)));
    }

    /// <summary>2^f for |f| ≤ ½ within 8e-5.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V PowerOfTwo<V>(V f) where V : struct, IVectorLane<V>
    {
        V p = V.MultiplyAdd(V.Of(0.055171668), f, V.Of(0.242611122));
        p = V.MultiplyAdd(p, f, V.Of(0.693260986));
        return V.MultiplyAdd(p, f, V.Of(0.999928074));
    }

    /// <summary>The machine's estimate of 1 / x, some bits exact: 0 for ±∞ and infinite for 0; a subnormal result may become 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Reciprocal<V>(V x) where V : struct, IVectorLane<V>
    {
        if (typeof(V) == typeof(Lane16) && Avx512F.IsSupported)
            return To<V, Vector512<float>>(Avx512F.Reciprocal14(From<V, Vector512<float>>(x)));
        if (typeof(V) == typeof(Lane8))
        {
            Vector256<float> v = From<V, Vector256<float>>(x);
            if (HasScale)
                return To<V, Vector256<float>>(Avx512F.VL.Reciprocal14(v));
            if (Avx.IsSupported)
                return To<V, Vector256<float>>(Avx.Reciprocal(v));
        }
        if (typeof(V) == typeof(Lane4))
        {
            Vector128<float> v = From<V, Vector128<float>>(x);
            if (HasScale)
                return To<V, Vector128<float>>(Avx512F.VL.Reciprocal14(v));
            if (Sse.IsSupported)
                return To<V, Vector128<float>>(Sse.Reciprocal(v));
            if (AdvSimd.IsSupported)
            {
                Vector128<float> estimate = AdvSimd.ReciprocalEstimate(v);
                return To<V, Vector128<float>>(estimate * AdvSimd.ReciprocalStep(v, estimate));
            }
        }
        if (typeof(V) == typeof(Lane1))
        {
            Vector128<float> v = Vector128.CreateScalarUnsafe(From<V, float>(x));
            if (HasScale)
                return To<V, float>(Avx512F.Reciprocal14Scalar(v).ToScalar());
            if (Sse.IsSupported)
                return To<V, float>(Sse.ReciprocalScalar(v).ToScalar());
            if (AdvSimd.IsSupported)
            {
                Vector64<float> half = v.GetLower(), estimate = AdvSimd.ReciprocalEstimate(half);
                return To<V, float>((estimate * AdvSimd.ReciprocalStep(half, estimate)).ToScalar());
            }
        }
        return V.Of(1) / x;
    }

    /// <summary>t less its nearest integer; 0 for ±∞. Only where <see cref="HasScale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V FractionAroundZero<V>(V t) where V : struct, IVectorLane<V>
    {
        const byte NearestInteger = 0x08;               // no bits after the point, halves to even, no exceptions
        if (typeof(V) == typeof(Lane16))
            return To<V, Vector512<float>>(Avx512DQ.Reduce(From<V, Vector512<float>>(t), NearestInteger));
        if (typeof(V) == typeof(Lane8))
            return To<V, Vector256<float>>(Avx512DQ.VL.Reduce(From<V, Vector256<float>>(t), NearestInteger));
        if (typeof(V) == typeof(Lane4))
            return To<V, Vector128<float>>(Avx512DQ.VL.Reduce(From<V, Vector128<float>>(t), NearestInteger));
        return To<V, float>(Avx512DQ.ReduceScalar(Vector128.CreateScalarUnsafe(From<V, float>(t)), NearestInteger).ToScalar());
    }

    /// <summary>x · 2ⁿ for an integer n of any size, ±∞ included. Only where <see cref="HasScale"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Scale<V>(V x, V n) where V : struct, IVectorLane<V>
    {
        if (typeof(V) == typeof(Lane16))
            return To<V, Vector512<float>>(Avx512F.Scale(From<V, Vector512<float>>(x), From<V, Vector512<float>>(n)));
        if (typeof(V) == typeof(Lane8))
            return To<V, Vector256<float>>(Avx512F.VL.Scale(From<V, Vector256<float>>(x), From<V, Vector256<float>>(n)));
        if (typeof(V) == typeof(Lane4))
            return To<V, Vector128<float>>(Avx512F.VL.Scale(From<V, Vector128<float>>(x), From<V, Vector128<float>>(n)));
        return To<V, float>(Avx512F.ScaleScalar(
            Vector128.CreateScalarUnsafe(From<V, float>(x)), Vector128.CreateScalarUnsafe(From<V, float>(n))).ToScalar());
    }

    // A lane is its register and nothing else.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TRegister From<V, TRegister>(V lane) where V : struct where TRegister : struct => Unsafe.BitCast<V, TRegister>(lane);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V To<V, TRegister>(TRegister register) where V : struct where TRegister : struct => Unsafe.BitCast<TRegister, V>(register);
}
