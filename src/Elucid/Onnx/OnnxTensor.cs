using System.Buffers.Binary;

namespace Elucid.Onnx;

/// <summary>A tensor of a file: its shape is checked against the bytes that are there before anything is allocated.</summary>
internal sealed class OnnxTensor
{
    const int MostAxes = 16;

    readonly string _file;
    readonly ReadOnlyMemory<byte> _raw;
    readonly bool _isRaw;
    readonly List<float> _floats = [];
    readonly List<long> _integers = [];
    readonly List<double> _doubles = [];
    readonly QuantizedTensor? _quantized;

    /// <summary>Reads a tensor and checks it.</summary>
    /// <param name="reader">Its message.</param>
    /// <param name="file">The file, beside which external data may lie.</param>
    /// <param name="isElsewhere">Whether external data is that of somebody who will set it: it is 0 until then.</param>
    public OnnxTensor(ProtoReader reader, string file, bool isElsewhere = false)
    {
        _file = file;
        List<long> dimensions = [];
        Dictionary<string, string> external = [];
        bool isExternal = false;
        while (reader.Next())
            switch (reader.Field)
            {
                case TensorFields.Name:
                    Name = reader.Text();
                    reader.Part = $"tensor '{Name}'";
                    break;
                case TensorFields.Dimension: reader.AddTo(dimensions); break;
                case TensorFields.DataType: Element = (OnnxElement)reader.Int32(); break;
                case TensorFields.Segment: throw reader.NotSupported("is a segment of a tensor", "tensors in one piece");
                case TensorFields.Floats: reader.AddTo(_floats); break;
                case TensorFields.Int32s or TensorFields.Int64s or TensorFields.UInt64s: reader.AddTo(_integers); break;
                case TensorFields.Doubles: reader.AddTo(_doubles); break;
                case TensorFields.Raw: (_raw, _isRaw) = (reader.Bytes(), true); break;
                case TensorFields.DataLocation: isExternal = reader.Integer() == 1; break;
                case TensorFields.ExternalData: AddEntry(reader.Message(reader.Part), external); break;
            }
        Shape = ShapeOf(dimensions, reader);
        Count = CountOf(Shape);
        IsElsewhere = isExternal && isElsewhere;
        if (IsElsewhere)
        {
            BytesPerElement();
            return;
        }
        if (isExternal)
            (_raw, _isRaw) = (ExternalData.Read(file, Label, external, (long)Count * BytesPerElement()), true);
        CheckLength();
    }

    /// <summary>A list of floats.</summary>
    public OnnxTensor(string name, List<float> values) =>
        (_file, Name, Element, Shape, Count, _floats) = ("", name, OnnxElement.Float, [values.Count], values.Count, values);

    /// <summary>Floats that are kept as whole numbers.</summary>
    public OnnxTensor(string name, QuantizedTensor quantized)
    {
        (_file, Name, Element, Shape, _quantized) = ("", name, OnnxElement.Float, quantized.Shape, quantized);
        Count = CountOf(Shape);
    }

    public string Name { get; } = "";

    public int[] Shape { get; }

    public OnnxElement Element { get; }

    /// <summary>The number of elements.</summary>
    public int Count { get; }

    public string Label => $"tensor '{Excerpt.Of(Name)}'";

    /// <summary>Whether its numbers are not known here.</summary>
    public bool IsElsewhere { get; }

    public bool IsFloat => Element is OnnxElement.Float or OnnxElement.Float16 or OnnxElement.BFloat16 or OnnxElement.Double;

    /// <summary>The numbers as floats: those of 16 bits widened, doubles rounded.</summary>
    public float[] ToFloats()
    {
        if (!IsFloat)
            throw Error("numbers with fractions", $"elements of type {Element}");
        if (_quantized is not null)
            return _quantized.ToFloats();
        float[] values = new float[Count];
        if (IsElsewhere)
            return values;
        for (int i = 0; i < values.Length; i++)
            values[i] = Element switch
            {
                OnnxElement.Float => _isRaw ? BinaryPrimitives.ReadSingleLittleEndian(At(i, sizeof(float))) : _floats[i],
                OnnxElement.Double => Narrowed(_isRaw ? BinaryPrimitives.ReadDoubleLittleEndian(At(i, sizeof(double))) : _doubles[i]),
                OnnxElement.Float16 => (float)BitConverter.Int16BitsToHalf(Bits16(i)),
                _ => BitConverter.Int32BitsToSingle(Bits16(i) << 16),
            };
        return values;
    }

    /// <summary>The numbers as whole numbers; true is 1.</summary>
    public long[] ToIntegers()
    {
        if (IsFloat)
            throw Error("whole numbers", $"elements of type {Element}");
        long[] values = new long[Count];
        if (IsElsewhere)
            return values;
        for (int i = 0; i < values.Length; i++)
            values[i] = IntegerAt(i);
        return values;
    }

    /// <summary>One of the whole numbers.</summary>
    public long IntegerAt(int i) => IsElsewhere ? 0 : !_isRaw ? _integers[i] : Element switch
    {
        OnnxElement.UInt8 or OnnxElement.Bool => _raw.Span[i],
        OnnxElement.Int8 => (sbyte)_raw.Span[i],
        OnnxElement.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(At(i, 2)),
        OnnxElement.Int16 => BinaryPrimitives.ReadInt16LittleEndian(At(i, 2)),
        OnnxElement.Int32 => BinaryPrimitives.ReadInt32LittleEndian(At(i, 4)),
        OnnxElement.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(At(i, 4)),
        _ => BinaryPrimitives.ReadInt64LittleEndian(At(i, 8)),
    };

    /// <summary>The tensor as a message.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="withNumbers">Whether with its numbers, or as one whose numbers are elsewhere.</param>
    public ProtoMessage ToMessage(string name, bool withNumbers)
    {
        if (withNumbers)
            return IsFloat ? OnnxTensors.Of(name, Shape, ToFloats()) : OnnxTensors.Of(name, Shape, Element, ToIntegers());
        ProtoMessage tensor = new();
        foreach (int length in Shape)
            tensor.Add(TensorFields.Dimension, (long)length);
        return tensor.Add(TensorFields.DataType, (long)OnnxElement.Float).Add(TensorFields.Name, name).Add(TensorFields.DataLocation, 1L);
    }

    float Narrowed(double value) => float.IsInfinity((float)value) && double.IsFinite(value)
        ? throw ModelFormatException.NotSupported(_file, $"{Label} has the number {value:R}", "doubles that float32 can hold, up to 3.4e38")
            : (float)value;

    short Bits16(int i) => _isRaw ? BinaryPrimitives.ReadInt16LittleEndian(At(i, 2)) : (short)_integers[i];

    ReadOnlySpan<byte> At(int i, int size) => _raw.Span.Slice(i * size, size);

    static void AddEntry(ProtoReader reader, Dictionary<string, string> external)
    {
        (string key, string value) = ("", "");
        while (reader.Next())
            if (reader.Field == EntryFields.Key)
                key = reader.Text();
            else if (reader.Field == EntryFields.Value)
                value = reader.Text();
        if (!external.TryAdd(key, value))
            throw reader.Error("each key of its external data once", $"'{Excerpt.Of(key)}' twice");
    }

    static int[] ShapeOf(List<long> dimensions, ProtoReader reader)
    {
        string Text() => "[" + string.Join(", ", dimensions.Take(MostAxes)) + (dimensions.Count > MostAxes ? ", …" : "") + "]";
        if (dimensions.Count > MostAxes)
            throw reader.Error($"at most {MostAxes} axes", $"the shape {Text()} of {dimensions.Count} axes");
        long count = dimensions.Contains(0) ? 0 : 1;
        foreach (long length in dimensions)
        {
            if (length is < 0 or > int.MaxValue)
                throw reader.Error("axes of length 0 to 2147483647", $"the shape {Text()}");
            count *= length;            // both are below 2³¹
            if (count > Array.MaxLength)
                throw reader.Error($"at most {Array.MaxLength} elements", $"the shape {Text()}");
        }
        return [.. dimensions.Select(length => (int)length)];
    }

    static int CountOf(int[] shape) => shape.Contains(0) ? 0 : shape.Aggregate(1, (product, length) => product * length);

    // 0 for types that have no numbers to read.
    int BytesPerElement() => Element switch
    {
        OnnxElement.UInt8 or OnnxElement.Int8 or OnnxElement.Bool => 1,
        OnnxElement.UInt16 or OnnxElement.Int16 or OnnxElement.Float16 or OnnxElement.BFloat16 => 2,
        OnnxElement.Float or OnnxElement.Int32 or OnnxElement.UInt32 => 4,
        OnnxElement.Double or OnnxElement.Int64 or OnnxElement.UInt64 => 8,
        _ => throw ModelFormatException.NotSupported(
            _file, $"{Label} has elements of type {Element}", "real numbers of 8 to 64 bits, and truth values"),
    };

    void CheckLength()
    {
        int size = BytesPerElement();
        if (_isRaw)
        {
            if ((long)Count * size != _raw.Length)
                throw Error($"{(long)Count * size} bytes for the shape [{string.Join(", ", Shape)}] of {Element}", $"{_raw.Length}");
            return;
        }
        int stored = Element switch
        {
            OnnxElement.Float => _floats.Count,
            OnnxElement.Double => _doubles.Count,
            _ => _integers.Count,
        };
        if (stored != Count)
            throw Error($"{Count} values for the shape [{string.Join(", ", Shape)}] of {Element}", $"{stored}");
    }

    ModelFormatException Error(string expected, string got) => ModelFormatException.Damaged(_file, "ONNX", expected, $"{Label} has {got}");
}
