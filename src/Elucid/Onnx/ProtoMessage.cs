using System.Buffers.Binary;
using System.Text;

namespace Elucid.Onnx;

/// <summary>
/// A message in the wire format of protocol buffers, as it is written. It keeps what is added as pieces: large tensors and messages inside messages
/// are not copied.
/// </summary>
internal sealed class ProtoMessage
{
    readonly List<ReadOnlyMemory<byte>> _pieces = [];

    /// <summary>Bytes so far.</summary>
    public long Length { get; private set; }

    /// <summary>A whole number.</summary>
    public ProtoMessage Add(int field, long value)
    {
        byte[] piece = new byte[20];
        int length = WriteVarint(piece, Tag(field, WireType.Varint));
        return Append(piece.AsMemory(0, length + WriteVarint(piece.AsSpan(length), (ulong)value)));
    }

    /// <summary>A float.</summary>
    public ProtoMessage Add(int field, float value)
    {
        byte[] piece = new byte[14];
        int length = WriteVarint(piece, Tag(field, WireType.Fixed32));
        BinaryPrimitives.WriteSingleLittleEndian(piece.AsSpan(length), value);
        return Append(piece.AsMemory(0, length + sizeof(float)));
    }

    /// <summary>Text.</summary>
    public ProtoMessage Add(int field, string text) => Add(field, Encoding.UTF8.GetBytes(text));

    /// <summary>Bytes, which are kept and not copied.</summary>
    public ProtoMessage Add(int field, ReadOnlyMemory<byte> bytes) => AppendHeader(field, bytes.Length).Append(bytes);

    /// <summary>A message, as it is now.</summary>
    public ProtoMessage Add(int field, ProtoMessage message)
    {
        AppendHeader(field, message.Length);
        _pieces.AddRange(message._pieces);
        Length += message.Length;
        return this;
    }

    /// <summary>A field that is written already, its number included.</summary>
    public ProtoMessage Append(ReadOnlyMemory<byte> field)
    {
        if (!field.IsEmpty)
            _pieces.Add(field);
        Length += field.Length;
        return this;
    }

    /// <summary>Writes the bytes.</summary>
    public void WriteTo(Stream stream)
    {
        foreach (ReadOnlyMemory<byte> piece in _pieces)
            stream.Write(piece.Span);
    }

    /// <summary>The bytes.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Length];
        using MemoryStream stream = new(bytes);
        WriteTo(stream);
        return bytes;
    }

    ProtoMessage AppendHeader(int field, long length)
    {
        byte[] piece = new byte[20];
        int used = WriteVarint(piece, Tag(field, WireType.Bytes));
        return Append(piece.AsMemory(0, used + WriteVarint(piece.AsSpan(used), (ulong)length)));
    }

    static ulong Tag(int field, WireType type) => (ulong)field << 3 | (ulong)type;

    static int WriteVarint(Span<byte> target, ulong value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7)
            target[length++] = (byte)(value | 0x80);
        target[length++] = (byte)value;
        return length;
    }
}
