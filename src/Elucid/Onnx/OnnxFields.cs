namespace Elucid.Onnx;

// The numbers of the fields of onnx.proto that Elucid reads or writes: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.

internal static class ModelFields
{
    public const int IrVersion = 1, ProducerName = 2, ProducerVersion = 3, DocString = 6, Graph = 7, OpsetImport = 8, Metadata = 14, Functions = 25;
}

internal static class OpsetFields
{
    public const int Domain = 1, Version = 2;
}

internal static class GraphFields
{
    public const int Node = 1, Name = 2, Initializer = 5, DocString = 10, Input = 11, Output = 12, ValueInfo = 13, SparseInitializer = 15;
}

internal static class FunctionFields
{
    public const int Node = 7, OpsetImport = 9;
}

internal static class NodeFields
{
    public const int Input = 1, Output = 2, Name = 3, OpType = 4, Attribute = 5, DocString = 6, Domain = 7;
}

internal static class AttributeFields
{
    public const int Name = 1, Float = 2, Integer = 3, Text = 4, Tensor = 5, Graph = 6, Floats = 7, Integers = 8, Texts = 9, Graphs = 11, Type = 20,
        Reference = 21;
}

internal static class TensorFields
{
    public const int Dimension = 1, DataType = 2, Segment = 3, Floats = 4, Int32s = 5, Int64s = 7, Name = 8, Raw = 9, Doubles = 10, UInt64s = 11,
    ExternalData = 13,
    DataLocation = 14;
}

internal static class ValueFields
{
    public const int Name = 1, Type = 2, TensorType = 1, SequenceType = 4, MapType = 5, SparseTensorType = 8, OptionalType = 9, ElementType = 1,
        Shape = 2, Dimension = 1, DimensionValue = 1, DimensionName = 2;
}

internal static class EntryFields
{
    public const int Key = 1, Value = 2;
}

/// <summary>The kinds of attributes, by onnx.proto's numbers.</summary>
internal enum AttributeType
{
    Undefined = 0,
    Float = 1,
    Integer = 2,
    Text = 3,
    Tensor = 4,
    Graph = 5,
    Floats = 6,
    Integers = 7,
    Texts = 8,
}

/// <summary>The types of elements, by onnx.proto's numbers.</summary>
internal enum OnnxElement
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    UInt16 = 4,
    Int16 = 5,
    Int32 = 6,
    Int64 = 7,
    String = 8,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
    Complex64 = 14,
    Complex128 = 15,
    BFloat16 = 16,
    UInt4 = 21,
    Int4 = 22,
}
