using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Onnx;

/// <summary>Tensors as files hold them.</summary>
internal static class OnnxTensors
{
    /// <summary>A tensor of floats.</summary>
    public static ProtoMessage Of(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values)
    {
        byte[] raw = MemoryMarshal.AsBytes(values).ToArray();
        if (!BitConverter.IsLittleEndian)
            for (int i = 0; i < values.Length; i++)
                BinaryPrimitives.WriteSingleLittleEndian(raw.AsSpan(i * sizeof(float)), values[i]);
        return Of(name, shape, OnnxElement.Float, raw);
    }

    /// <summary>A tensor of whole numbers of eight bits.</summary>
    public static ProtoMessage Of(string name, ReadOnlySpan<int> shape, ReadOnlySpan<sbyte> values) =>
        Of(name, shape, OnnxElement.Int8, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of whole numbers.</summary>
    public static ProtoMessage Of(string name, ReadOnlySpan<int> shape, ReadOnlySpan<long> values)
    {
        byte[] raw = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++)
            BinaryPrimitives.WriteInt64LittleEndian(raw.AsSpan(i * sizeof(long)), values[i]);
        return Of(name, shape, OnnxElement.Int64, raw);
    }

    /// <summary>A tensor of whole numbers, or of truth values, as a list of numbers that keeps its type.</summary>
    public static ProtoMessage Of(string name, ReadOnlySpan<int> shape, OnnxElement type, ReadOnlySpan<long> values)
    {
        if (type == OnnxElement.Int64)
            return Of(name, shape, values);
        ProtoMessage tensor = new();
        foreach (int length in shape)
            tensor.Add(TensorFields.Dimension, (long)length);
        tensor.Add(TensorFields.DataType, (long)type).Add(TensorFields.Name, name);
        foreach (long value in values)
            tensor.Add(type is OnnxElement.UInt32 or OnnxElement.UInt64 ? TensorFields.UInt64s : TensorFields.Int32s, value);
        return tensor;
    }

    /// <summary>A single number of any type with fractions.</summary>
    public static ProtoMessage Of(OnnxElement type, double value)
    {
        byte[] raw = new byte[sizeof(double)];
        int size = sizeof(float);
        switch (type)
        {
            case OnnxElement.Double:
                BinaryPrimitives.WriteDoubleLittleEndian(raw, value);
                size = sizeof(double);
                break;
            case OnnxElement.Float16:
                BinaryPrimitives.WriteHalfLittleEndian(raw, (Half)value);
                size = 2;
                break;
            case OnnxElement.BFloat16:
                BinaryPrimitives.WriteUInt16LittleEndian(raw, BFloat16.FromSingle((float)value).Bits);
                size = 2;
                break;
            default:
                BinaryPrimitives.WriteSingleLittleEndian(raw, (float)value);
                break;
        }
        return Of("", [], type, raw[..size]);
    }

    static ProtoMessage Of(string name, ReadOnlySpan<int> shape, OnnxElement type, byte[] raw)
    {
        ProtoMessage tensor = new();
        foreach (int length in shape)
            tensor.Add(TensorFields.Dimension, (long)length);
        tensor.Add(TensorFields.DataType, (long)type);
        if (name.Length > 0)
            tensor.Add(TensorFields.Name, name);
        return tensor.Add(TensorFields.Raw, raw.AsMemory());
    }
}
