using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>A number format that safetensors files use and Elucid can turn into float32.</summary>
/// <param name="Name">As in the file's header, such as <c>BF16</c>.</param>
/// <param name="Size">Bytes per number.</param>
/// <param name="Decode">Reads one number from its bytes. Exact in double for all but large 64-bit integers, which no float32 holds anyway.</param>
internal sealed record SafetensorsType(string Name, int Size, SafetensorsType.Decoder Decode)
{
    public delegate double Decoder(ReadOnlySpan<byte> bytes);

    /// <summary>Integers must come out exactly: they count or index, and a rounded count is wrong. Truth values are 0 and 1.</summary>
    public bool IsInteger => Name[0] is 'I' or 'U' || Name == "BOOL";

    public static IReadOnlyDictionary<string, SafetensorsType> All { get; } = new SafetensorsType[]
    {
        new("F32", 4, b => BinaryPrimitives.ReadSingleLittleEndian(b)),
        new("F64", 8, BinaryPrimitives.ReadDoubleLittleEndian),
        new("F16", 2, b => (double)BinaryPrimitives.ReadHalfLittleEndian(b)),
        new("BF16", 2, b => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(b) << 16)),
        new("F8_E4M3", 1, b => Eight(b[0], exponentBits: 4, isFinite: true)),
        new("F8_E5M2", 1, b => Eight(b[0], exponentBits: 5, isFinite: false)),
        new("BOOL", 1, b => b[0] == 0 ? 0 : 1),
        new("I8", 1, b => (sbyte)b[0]),
        new("U8", 1, b => b[0]),
        new("I16", 2, b => BinaryPrimitives.ReadInt16LittleEndian(b)),
        new("U16", 2, b => BinaryPrimitives.ReadUInt16LittleEndian(b)),
        new("I32", 4, b => BinaryPrimitives.ReadInt32LittleEndian(b)),
        new("U32", 4, b => BinaryPrimitives.ReadUInt32LittleEndian(b)),
        new("I64", 8, b => BinaryPrimitives.ReadInt64LittleEndian(b)),
        new("U64", 8, b => BinaryPrimitives.ReadUInt64LittleEndian(b)),
    }.ToDictionary(type => type.Name);

    // Eight bits: sign, exponent, fraction. With 4 bits of exponent there is no infinity, and only the largest pattern is no number:
    // https://arxiv.org/abs/2209.05433, table 1.
    static double Eight(byte bits, int exponentBits, bool isFinite)
    {
        int fractionBits = 7 - exponentBits, exponent = bits >> fractionBits & (1 << exponentBits) - 1, fraction = bits & (1 << fractionBits) - 1,
            bias = (1 << exponentBits - 1) - 1;
        double sign = bits < 128 ? 1 : -1, unit = Math.ScaleB(sign, -fractionBits);
        if (isFinite ? (bits & 0x7F) == 0x7F : exponent == (1 << exponentBits) - 1)
            return isFinite || fraction != 0 ? double.NaN : sign * double.PositiveInfinity;
        return exponent == 0 ? Math.ScaleB(unit * fraction, 1 - bias) : Math.ScaleB(unit * (fraction + (1 << fractionBits)), exponent - bias);
    }

    /// <summary>
    /// Fills <paramref name="values"/> from as many stored numbers. Returns the index of the first that float32 cannot hold, an integer that it would
    /// round or a number beyond its range, or −1.
    /// </summary>
    public int Read(Stream stream, Span<float> values)
    {
        if (Name == "F32" && BitConverter.IsLittleEndian)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
            return -1;
        }
        Span<byte> chunk = new byte[Math.Min((long)values.Length * Size, 1 << 16)];
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(chunk.Length / Size, values.Length - done);
            stream.ReadExactly(chunk[..(count * Size)]);
            for (int i = 0; i < count; i++, done++)
            {
                double value = Decode(chunk.Slice(i * Size, Size));
                values[done] = (float)value;
                // From 2⁵³ on a double may already be a neighbour of what the file has.
                if (IsInteger ? values[done] != value || Math.Abs(value) >= 1L << 53 : float.IsInfinity(values[done]) && double.IsFinite(value))
                    return done;
            }
        }
        return -1;
    }
}
