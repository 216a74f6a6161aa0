using System.Text;

namespace Elucid.Onnx.Tests;

/// <summary>A message of the protocol buffers' wire format, as far as ONNX needs it: https://protobuf.dev/programming-guides/encoding.</summary>
sealed class Message
{
    const int Varint = 0, LengthDelimited = 2, Fixed32 = 5;

    readonly List<byte> _bytes = [];

    public byte[] ToArray() => [.. _bytes];

    public Message Add(int field, long value)
    {
        Write((ulong)(field << 3 | Varint));
        Write((ulong)value);
        return this;
    }

    public Message Add(int field, float value)
    {
        Write((ulong)(field << 3 | Fixed32));
        _bytes.AddRange(BitConverter.GetBytes(value));
        return this;
    }

    public Message Add(int field, string value) => Add(field, Encoding.UTF8.GetBytes(value));

    public Message Add(int field, Message value) => Add(field, value.ToArray());

    public Message Add(int field, IEnumerable<Message> values) => values.Aggregate(this, (message, value) => message.Add(field, value));

    public Message Add(int field, byte[] value)
    {
        Write((ulong)(field << 3 | LengthDelimited));
        Write((ulong)value.Length);
        _bytes.AddRange(value);
        return this;
    }

    void Write(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            _bytes.Add((byte)(value | 0x80));
        _bytes.Add((byte)value);
    }
}
