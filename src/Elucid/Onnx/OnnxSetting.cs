namespace Elucid.Onnx;

/// <summary>An attribute of a node that is written: its name, and a number, a list of whole numbers or a word.</summary>
/// <remarks><c>new OnnxSetting("alpha", 1f)</c>, <c>new OnnxSetting("axis", 1)</c>, <c>new OnnxSetting("strides", [2, 2])</c>, <c>new
/// OnnxSetting("mode", "nearest")</c>.</remarks>
public sealed class OnnxSetting
{
    OnnxSetting(string name, AttributeType type, Func<ProtoMessage, ProtoMessage> value)
    {
        Name = name;
        Message = value(new ProtoMessage().Add(AttributeFields.Name, name)).Add(AttributeFields.Type, (long)type);
    }

    /// <summary>A number with a fraction.</summary>
    public OnnxSetting(string name, float value) : this(name, AttributeType.Float, m => m.Add(AttributeFields.Float, value)) { }

    /// <summary>A whole number.</summary>
    public OnnxSetting(string name, long value) : this(name, AttributeType.Integer, m => m.Add(AttributeFields.Integer, value)) { }

    /// <summary>A whole number.</summary>
    public OnnxSetting(string name, int value) : this(name, (long)value) { }

    /// <summary>A word.</summary>
    public OnnxSetting(string name, string value) : this(name, AttributeType.Text, m => m.Add(AttributeFields.Text, value)) { }

    /// <summary>A list of whole numbers.</summary>
    public OnnxSetting(string name, IReadOnlyList<int> values)
        : this(name, AttributeType.Integers, m => values.Aggregate(m, (message, value) => message.Add(AttributeFields.Integers, (long)value))) { }

    /// <summary>A list of numbers with fractions.</summary>
    public OnnxSetting(string name, IReadOnlyList<float> values)
        : this(name, AttributeType.Floats, m => values.Aggregate(m, (message, value) => message.Add(AttributeFields.Floats, value))) { }

    /// <summary>A list of words.</summary>
    public OnnxSetting(string name, IReadOnlyList<string> values)
        : this(name, AttributeType.Texts, m => values.Aggregate(m, (message, value) => message.Add(AttributeFields.Texts, value))) { }

    /// <summary>A tensor.</summary>
    internal OnnxSetting(string name, ProtoMessage tensor) : this(name, AttributeType.Tensor, m => m.Add(AttributeFields.Tensor, tensor)) { }

    /// <summary>The attribute's name in ONNX.</summary>
    public string Name { get; }

    internal ProtoMessage Message { get; }
}
