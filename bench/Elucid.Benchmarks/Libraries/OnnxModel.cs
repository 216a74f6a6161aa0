using System.Buffers.Binary;
using System.Text;

namespace Benchmarks.Libraries;

/// <summary>
/// Writes the smallest ONNX models: a chain of nodes from "x" to "y", both float vectors. The numbers are the field numbers of onnx.proto
/// (IR version 8); a message is its fields one after the other, each with its length in front.
/// </summary>
static class OnnxModel
{
    const int IrVersion = 8, Float = 1, FloatAttribute = 1, StringAttribute = 3;

    /// <summary>A model of <paramref name="nodes"/> in operator set <paramref name="opset"/> over <paramref name="count"/> floats.</summary>
    public static byte[] Of(int opset, int count, params ReadOnlySpan<byte[]> nodes) =>
    [
        .. Number(1, IrVersion),
        .. Message(7, [.. Repeat(1, nodes), .. Text(2, "graph"), .. Message(11, Value("x", count)), .. Message(12, Value("y", count))]),
        .. Message(8, [.. Text(1, ""), .. Number(2, opset)]),
    ];

    public static byte[] Node(string operation, string[] inputs, string output, params ReadOnlySpan<byte[]> attributes) =>
        [.. inputs.SelectMany(input => Text(1, input)), .. Text(2, output), .. Text(4, operation), .. Repeat(5, attributes)];

    public static byte[] Attribute(string name, float value)
    {
        byte[] bits = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bits, value);
        return [.. Text(1, name), Tag(2, 5), .. bits, .. Number(20, FloatAttribute)];
    }

    public static byte[] Attribute(string name, string value) => [.. Text(1, name), .. Text(4, value), .. Number(20, StringAttribute)];

    static byte[] Value(string name, int count)
    {
        byte[] shape = Message(1, Number(1, count));
        return [.. Text(1, name), .. Message(2, Message(1, [.. Number(1, Float), .. Message(2, shape)]))];
    }

    static byte[] Repeat(int field, ReadOnlySpan<byte[]> messages)
    {
        List<byte> all = [];
        foreach (byte[] message in messages)
            all.AddRange(Message(field, message));
        return [.. all];
    }

    static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    static byte[] Message(int field, byte[] content) => [.. Varint(field << 3 | 2), .. Varint(content.Length), .. content];

    static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    static byte Tag(int field, int kind) => (byte)(field << 3 | kind);

    // Seven bits a byte, the lowest first; the top bit says that more follow.
    static byte[] Varint(long value) => value < 128 ? [(byte)value] : [(byte)(value & 127 | 128), .. Varint(value >> 7)];
}
