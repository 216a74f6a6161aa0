using System.Buffers.Binary;
using System.Text;

namespace Elucid.Onnx;

/// <summary>How the value of a field is stored.</summary>
internal enum WireType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>
/// Walks through the fields of one message in the wire format of protocol buffers, from bytes that nobody vouches for: every length is checked
/// against what is there, and nothing is copied.
/// </summary>
/// <remarks>
/// <code>
/// while (reader.Next())
///     switch (reader.Field)
///     {
///         case 1: name = reader.Text(); break;
///     }
/// </code>
/// Format: https://protobuf.dev/programming-guides/encoding. Fields that nobody asks for are passed over, whatever they hold.
/// </remarks>
/// <param name="bytes">The message.</param>
/// <param name="file">What errors call the file.</param>
/// <param name="part">What errors call the message: <c>node 'conv1'</c>.</param>
internal struct ProtoReader(ReadOnlyMemory<byte> bytes, string file, string part)
{
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    int _start;
    int _end;
    ulong _number;
    ReadOnlyMemory<byte> _value;

    /// <summary>The number of the field that <see cref="Next"/> read.</summary>
    public int Field { get; private set; }

    /// <summary>How its value is stored.</summary>
    public WireType Type { get; private set; }

    /// <summary>What errors call the message; set it when its name is known.</summary>
    public string Part { get; set; } = part;

    /// <summary>The bytes of the field, its number included.</summary>
    public readonly ReadOnlyMemory<byte> Raw => bytes[_start.._end];

    /// <summary>Reads the next field; false at the end of the message.</summary>
    public bool Next()
    {
        _start = _end;
        if (_end == bytes.Length)
            return false;
        ulong tag = Varint();
        if (tag >> 3 is 0 or > 0x1FFF_FFFF)
            throw Error("a field number between 1 and 536870911", $"{tag >> 3} at byte {_start}");
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        switch (Type)
        {
            case WireType.Varint:
                _number = Varint();
                break;
            case WireType.Fixed32:
                _number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);
                break;
            case WireType.Fixed64:
                _number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8).Span);
                break;
            case WireType.Bytes:
                ulong length = Varint();
                _value = Take(length);
                break;
            default:
                throw Error("fields of the kinds 0, 1, 2 and 5", $"kind {tag & 7} in field {Field}");
        }
        return true;
    }

    /// <summary>The field's value as a whole number.</summary>
    public readonly long Integer()
    {
        Require(WireType.Varint);
        return (long)_number;
    }

    /// <summary>The field's value as a number that must be among those of 32 bits.</summary>
    public readonly int Int32() => Integer() is >= int.MinValue and <= int.MaxValue and long value
        ? (int)value
        : throw Error($"a number of 32 bits in field {Field}", $"{Integer()}");

    /// <summary>The field's value as a float.</summary>
    public readonly float Single()
    {
        Require(WireType.Fixed32);
        return BitConverter.UInt32BitsToSingle((uint)_number);
    }

    /// <summary>The field's bytes: a message, or raw data.</summary>
    public readonly ReadOnlyMemory<byte> Bytes()
    {
        Require(WireType.Bytes);
        return _value;
    }

    /// <summary>The field's value as text.</summary>
    public readonly string Text()
    {
        try
        {
            return Utf8.GetString(Bytes().Span);
        }
        catch (DecoderFallbackException e)
        {
            throw Error($"text in UTF-8 in field {Field}", "other bytes", e);
        }
    }

    /// <summary>The message in the field.</summary>
    public readonly ProtoReader Message(string part) => new(Bytes(), file, part);

    /// <summary>Adds the whole numbers of a repeated field, which may come one by one or packed.</summary>
    public readonly void AddTo(List<long> numbers)
    {
        if (Type == WireType.Varint)
        {
            numbers.Add((long)_number);
            return;
        }
        ProtoReader packed = new(Bytes(), file, Part);
        while (packed._end < _value.Length)
            numbers.Add((long)packed.Varint());
    }

    /// <summary>Adds the floats of a repeated field.</summary>
    public readonly void AddTo(List<float> numbers)
    {
        if (Type == WireType.Fixed32)
        {
            numbers.Add(Single());
            return;
        }
        ReadOnlySpan<byte> packed = Bytes().Span;
        if (packed.Length % sizeof(float) != 0)
            throw Error($"floats of 4 bytes in field {Field}", $"{packed.Length} bytes");
        for (; packed.Length > 0; packed = packed[sizeof(float)..])
            numbers.Add(BinaryPrimitives.ReadSingleLittleEndian(packed));
    }

    /// <summary>Adds the doubles of a repeated field.</summary>
    public readonly void AddTo(List<double> numbers)
    {
        if (Type == WireType.Fixed64)
        {
            numbers.Add(BitConverter.UInt64BitsToDouble(_number));
            return;
        }
        ReadOnlySpan<byte> packed = Bytes().Span;
        if (packed.Length % sizeof(double) != 0)
            throw Error($"doubles of 8 bytes in field {Field}", $"{packed.Length} bytes");
        for (; packed.Length > 0; packed = packed[sizeof(double)..])
            numbers.Add(BinaryPrimitives.ReadDoubleLittleEndian(packed));
    }

    /// <summary>This message contradicts itself or the format.</summary>
    public readonly ModelFormatException Error(string expected, string got, Exception? cause = null) =>
        ModelFormatException.Damaged(file, "ONNX", expected, $"{Excerpt.Of(Part)} has {got}", cause);

    /// <summary>This message is sound, but has something for which Elucid has no form.</summary>
    public readonly ModelFormatException NotSupported(string what, string supported) =>
        ModelFormatException.NotSupported(file, $"{Excerpt.Of(Part)} {what}", supported);

    readonly void Require(WireType type)
    {
        if (Type != type)
            throw Error($"field {Field} to be stored as {type}", $"it as {Type}");
    }

    ReadOnlyMemory<byte> Take(ulong count)
    {
        if (count > (ulong)(bytes.Length - _end))
            throw Error($"{count} bytes in field {Field}", $"only {bytes.Length - _end} left: it is cut short");
        int from = _end;
        _end += (int)count;
        return bytes[from.._end];
    }

    ulong Varint()
    {
        ReadOnlySpan<byte> span = bytes.Span;
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            if (_end == span.Length)
                throw Error("a number", "its end in the middle of one: it is cut short");
            byte next = span[_end++];
            if (shift == 63 && next > 1)
                break;
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Error("numbers of at most 64 bits", $"a longer one before byte {_end}");
    }
}
