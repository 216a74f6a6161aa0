using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>A table of 256 bytes, looked up for every byte of a span: 64, 32 or 16 at a time where the machine can permute bytes, else one.</summary>
internal static class QuantizedTable
{
    /// <summary>y = table[x], byte by byte.</summary>
    public static void Map(ReadOnlySpan<byte> table, ReadOnlySpan<byte> x, Span<byte> y)
    {
        Debug.Assert(table.Length == 256 && x.Length == y.Length);
        ref byte source = ref MemoryMarshal.GetReference(x), destination = ref MemoryMarshal.GetReference(y),
            entries = ref MemoryMarshal.GetReference(table);
        nuint i = 0, n = (nuint)x.Length;
        if (Avx512Vbmi.IsSupported && n >= 64)
            i = By64(ref entries, ref source, ref destination, n);
        else if (Avx2.IsSupported && n >= 32)
            i = By32(ref entries, ref source, ref destination, n);
        else if (AdvSimd.Arm64.IsSupported && n >= 16)
            i = By16(ref entries, ref source, ref destination, n);
        One(ref entries, ref source, ref destination, i, n);
    }

    /// <summary>Four registers hold the table. One instruction looks up the low seven bits of each index in two of them; the highest bit chooses the
    /// pair.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static nuint By64(ref byte table, ref byte x, ref byte y, nuint n)
    {
        Vector512<byte> t0 = Vector512.LoadUnsafe(ref table), t1 = Vector512.LoadUnsafe(ref table, 64);
        Vector512<byte> t2 = Vector512.LoadUnsafe(ref table, 128), t3 = Vector512.LoadUnsafe(ref table, 192);
        nuint i = 0;
        for (; i + 64 <= n; i += 64)
        {
            Vector512<byte> index = Vector512.LoadUnsafe(ref x, i);
            Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(t0, index, t1), high = Avx512Vbmi.PermuteVar64x8x2(t2, index, t3);
            Vector512.ConditionalSelect(Vector512.LessThan(index.AsSByte(), Vector512<sbyte>.Zero).AsByte(), high, low).StoreUnsafe(ref y, i);
        }
        return i;
    }

    /// <summary>Sixteen rows of sixteen entries, of which a byte shuffle looks up one.</summary>
    /// <remarks>
    /// A shuffle takes the low four bits of an index, and gives 0 if its highest bit is set. So the rows are stored as differences (exclusive or)
    /// from the row before; an index collects all of them until, 16 less each time, it falls below 0 and stays there: together that is its own row.
    /// Indices from 128 on have their highest bit flipped for the second half of the rows.
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static nuint By32(ref byte table, ref byte x, ref byte y, nuint n)
    {
        Span<Vector256<byte>> rows = stackalloc Vector256<byte>[16];
        for (int row = 0; row < 16; row++)
        {
            Vector128<byte> entries = Vector128.LoadUnsafe(ref table, 16 * (nuint)row);
            Vector128<byte> difference = row % 8 == 0 ? entries : entries ^ Vector128.LoadUnsafe(ref table, 16 * (nuint)(row - 1));
            rows[row] = Vector256.Create(difference, difference);
        }
        ref Vector256<byte> first = ref MemoryMarshal.GetReference(rows);
        Vector256<sbyte> sixteen = Vector256.Create((sbyte)16);
        Vector256<byte> top = Vector256.Create((byte)0x80);
        nuint i = 0;
        for (; i + 32 <= n; i += 32)
        {
            Vector256<byte> low = Vector256.LoadUnsafe(ref x, i), high = low ^ top;
            Vector256<byte> result = Avx2.Shuffle(first, low) ^ Avx2.Shuffle(Unsafe.Add(ref first, 8), high);
            for (int row = 1; row < 8; row++)
            {
                low = Avx2.SubtractSaturate(low.AsSByte(), sixteen).AsByte();
                high = Avx2.SubtractSaturate(high.AsSByte(), sixteen).AsByte();
                result ^= Avx2.Shuffle(Unsafe.Add(ref first, row), low) ^ Avx2.Shuffle(Unsafe.Add(ref first, row + 8), high);
            }
            result.StoreUnsafe(ref y, i);
        }
        return i;
    }

    /// <summary>ARM64 looks up 64 entries at once and leaves elements alone whose index is beyond.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static nuint By16(ref byte table, ref byte x, ref byte y, nuint n)
    {
        var t0 = Quarter(ref table, 0);
        var t1 = Quarter(ref table, 64);
        var t2 = Quarter(ref table, 128);
        var t3 = Quarter(ref table, 192);
        Vector128<byte> step = Vector128.Create((byte)64);
        nuint i = 0;
        for (; i + 16 <= n; i += 16)
        {
            Vector128<byte> index = Vector128.LoadUnsafe(ref x, i);
            Vector128<byte> result = AdvSimd.Arm64.VectorTableLookup(t0, index);
            result = AdvSimd.Arm64.VectorTableLookupExtension(result, t1, index -= step);
            result = AdvSimd.Arm64.VectorTableLookupExtension(result, t2, index -= step);
            result = AdvSimd.Arm64.VectorTableLookupExtension(result, t3, index - step);
            result.StoreUnsafe(ref y, i);
        }
        return i;

        static (Vector128<byte>, Vector128<byte>, Vector128<byte>, Vector128<byte>) Quarter(ref byte table, nuint start) =>
            (Vector128.LoadUnsafe(ref table, start), Vector128.LoadUnsafe(ref table, start + 16),
             Vector128.LoadUnsafe(ref table, start + 32), Vector128.LoadUnsafe(ref table, start + 48));
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void One(ref byte table, ref byte x, ref byte y, nuint i, nuint n)
    {
        for (; i < n; i++)
            Unsafe.Add(ref y, i) = Unsafe.Add(ref table, Unsafe.Add(ref x, i));
    }
}
