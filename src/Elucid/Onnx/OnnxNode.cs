namespace Elucid.Onnx;

/// <summary>An attribute of a node as a file has it.</summary>
internal sealed class NodeAttribute
{
    public NodeAttribute(ProtoReader reader, string file)
    {
        bool hasReference = false;
        while (reader.Next())
            switch (reader.Field)
            {
                case AttributeFields.Name:
                    Name = reader.Text();
                    reader.Part = $"attribute '{Name}' of {reader.Part}";
                    break;
                case AttributeFields.Float: (Float, Type) = (reader.Single(), AttributeType.Float); break;
                case AttributeFields.Integer: (Integer, Type) = (reader.Integer(), AttributeType.Integer); break;
                case AttributeFields.Text: (Text, Type) = (reader.Text(), AttributeType.Text); break;
                case AttributeFields.Tensor:
                    (Tensor, Type) =
                    (new OnnxTensor(reader.Message($"a tensor of {reader.Part}"), file), AttributeType.Tensor); break;
                case AttributeFields.Graph or AttributeFields.Graphs: Type = AttributeType.Graph; break;
                case AttributeFields.Floats: reader.AddTo(Floats); Type = AttributeType.Floats; break;
                case AttributeFields.Integers: reader.AddTo(Integers); Type = AttributeType.Integers; break;
                case AttributeFields.Texts: Texts.Add(reader.Text()); Type = AttributeType.Texts; break;
                case AttributeFields.Type: Stated = (AttributeType)reader.Int32(); break;
                case AttributeFields.Reference: hasReference = reader.Bytes().Length > 0; break;
            }
        if (hasReference)
            throw reader.NotSupported("refers to an attribute of a function", "values");
        // Zeros and empty lists may be omitted by the writer: then only the stated kind tells.
        if (Type == AttributeType.Undefined)
            Type = Stated;
    }

    public string Name { get; } = "";

    public AttributeType Type { get; }

    AttributeType Stated { get; }

    public float Float { get; }

    public long Integer { get; }

    public string Text { get; } = "";

    public OnnxTensor? Tensor { get; }

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = [];

    public List<string> Texts { get; } = [];
}

/// <summary>A node as a file has it.</summary>
internal sealed class OnnxNode
{
    public OnnxNode(ProtoReader reader, string file)
    {
        List<ProtoReader> attributes = [];
        while (reader.Next())
            switch (reader.Field)
            {
                case NodeFields.Input: Inputs.Add(reader.Text()); break;
                case NodeFields.Output: Outputs.Add(reader.Text()); break;
                case NodeFields.Name: Name = reader.Text(); break;
                case NodeFields.OpType: OpType = reader.Text(); break;
                case NodeFields.Domain: Domain = reader.Text(); break;
                case NodeFields.Attribute:
                    attributes.Add(reader.Message(""));
                    RawAttributes.Add(reader.Raw);
                    break;
            }
        reader.Part = Label;
        if (OpType.Length == 0)
            throw reader.Error("the name of an operator", "none");
        if (!Outputs.Any(output => output.Length > 0))
            throw reader.Error("the name of at least one output", "none");
        foreach (ProtoReader message in attributes)
        {
            ProtoReader part = message;
            part.Part = Label;
            NodeAttribute attribute = new(part, file);
            if (!Attributes.TryAdd(attribute.Name, attribute))
                throw reader.Error("each attribute once", $"'{Excerpt.Of(attribute.Name)}' twice");
        }
    }

    public string Name { get; } = "";

    public string OpType { get; } = "";

    public string Domain { get; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public Dictionary<string, NodeAttribute> Attributes { get; } = [];

    /// <summary>The same as bytes of the file, to be passed on.</summary>
    public List<ReadOnlyMemory<byte>> RawAttributes { get; } = [];

    /// <summary>The floats that a DequantizeLinear node makes of tensors of the file; null for other nodes.</summary>
    public OnnxTensor? Dequantized { get; set; }

    /// <summary>The tensor that a node always gives; null for nodes that compute something, and for constants that are no list of numbers.</summary>
    public OnnxTensor? Constant => Dequantized is not null ? Dequantized
        : OpType != "Constant" || Domain is not ("" or "ai.onnx") || Outputs.Count != 1 || Inputs.Count > 0 || Attributes.Count != 1 ? null
        : Attributes.Values.Single() switch
        {
            { Name: "value", Tensor: { } tensor } => tensor,
            { Name: "value_floats", Type: AttributeType.Floats } list => new OnnxTensor(Outputs[0], list.Floats),
            _ => null,
        };

    /// <summary>How errors call the node: by its name, or by the first value that it gives.</summary>
    public string Label =>
        Name.Length > 0 ? $"node '{Excerpt.Of(Name)}' ({Excerpt.Of(OpType)})"
            : $"the {Excerpt.Of(OpType)} node that gives '{Excerpt.Of(Outputs.FirstOrDefault(output => output.Length > 0, ""))}'";
}
