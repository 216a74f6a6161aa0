using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>Products of bytes from 0 to 127 and signed bytes: the sum of four that lie side by side is added to each of eight sums.</summary>
/// <remarks>Exact, so all forms give the same bits: with seven bits on one side two products fit into 16 bits, which machines without an
/// instruction for four need.</remarks>
internal interface IInt8Dot
{
    static abstract Vector256<int> Add(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> weights);
}

/// <summary>AVX-VNNI: one instruction.</summary>
internal readonly struct VnniDot : IInt8Dot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> weights) =>
        AvxVnni.MultiplyWideningAndAdd(sums, x, weights);
}

/// <summary>AVX2: pairs as 16 bits, then pairs of those.</summary>
internal readonly struct Avx2Dot : IInt8Dot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> weights) =>
        sums + Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(x, weights), Vector256<short>.One);
}

/// <summary>SSSE3: as AVX2, in halves.</summary>
internal readonly struct Ssse3Dot : IInt8Dot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> weights) =>
        sums + Vector256.Create(Half(x.GetLower(), weights.GetLower()), Half(x.GetUpper(), weights.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<int> Half(Vector128<byte> x, Vector128<sbyte> weights) =>
        Sse2.MultiplyAddAdjacent(Ssse3.MultiplyAddAdjacent(x, weights), Vector128<short>.One);
}

/// <summary>ARM's dot product, of signed bytes on both sides.</summary>
internal readonly struct ArmDot : IInt8Dot
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> weights) => Vector256.Create(
        Dp.DotProduct(sums.GetLower(), x.GetLower().AsSByte(), weights.GetLower()),
        Dp.DotProduct(sums.GetUpper(), x.GetUpper().AsSByte(), weights.GetUpper()));
}

/// <summary>One product after the other.</summary>
internal readonly struct PlainDot : IInt8Dot
{
    public static Vector256<int> Add(Vector256<int> sums, Vector256<byte> x, Vector256<sbyte> weights)
    {
        for (int i = 0; i < Vector256<int>.Count; i++)
        {
            int sum = sums[i];
            for (int j = 4 * i; j < 4 * i + 4; j++)
                sum += x[j] * weights[j];
            sums = sums.WithElement(i, sum);
        }
        return sums;
    }
}
