namespace Elucid.Onnx;

/// <summary>A node as far as a swap looks at it.</summary>
internal sealed class SwapNode
{
    public string Name = "", OpType = "", Domain = "";
    public readonly List<string> Inputs = [], Outputs = [];
    public readonly Dictionary<string, string> Words = [];
    public bool HasGraphs;

    /// <summary>How the node is called: by its name, or by the first value that it gives.</summary>
    public string Label => Name.Length > 0 ? $"node '{Name}'" : $"the node that gives '{Outputs.FirstOrDefault("")}'";
}

/// <summary>Copies a model and replaces the nodes of one kind; the bytes of everything else are passed on as they are.</summary>
internal sealed class SwapRewriter(string file, Func<SwapNode, bool> matches, Activation to, long opset, string newNames, FloatTypes types)
{
    // Branches in loops in branches: real files have two or three levels, and each costs stack.
    const int MostLevels = 32;

    int _names;

    public List<string> Replaced { get; } = [];

    public SortedSet<string> ExternalFiles { get; } = new(StringComparer.Ordinal);

    /// <summary>How many nodes have which operator.</summary>
    public Dictionary<string, int> Operators { get; } = [];

    public ProtoMessage Model(ReadOnlyMemory<byte> bytes)
    {
        ProtoMessage copy = new();
        ProtoReader model = new(bytes, file, "the model");
        bool hasGraph = false;
        while (model.Next())
        {
            if (model.Field == ModelFields.Graph)
            {
                hasGraph = true;
                CopyGraph(model, copy, Graph(model.Message("the graph"), GraphFields.Node, opset, level: 0, out bool changed), changed);
            }
            else if (model.Field == ModelFields.Functions)
            {
                ProtoReader function = model.Message("a function");
                CopyGraph(model, copy,
                    Graph(function, FunctionFields.Node, OnnxSwap.OpsetIn(function, FunctionFields.OpsetImport), level: 0, out bool changed),
                    changed);
            }
            else
            {
                copy.Append(model.Raw);
            }
        }
        if (!hasGraph)
            throw ModelFormatException.WrongKind(file, "an ONNX model", kind: null);
        return copy;
    }

    // Only what changed gets a new length: the old one may be written in more bytes than it needs.
    static void CopyGraph(ProtoReader field, ProtoMessage copy, ProtoMessage graph, bool changed)
    {
        if (changed)
            copy.Add(field.Field, graph);
        else
            copy.Append(field.Raw);
    }

    // A graph, or a function, which has its nodes in another field.
    ProtoMessage Graph(ProtoReader graph, int nodeField, long version, int level, out bool changed)
    {
        int before = Replaced.Count;
        if (level > MostLevels)
            throw graph.NotSupported($"is more than {MostLevels} levels of graphs deep", "fewer");
        ProtoMessage copy = new();
        while (graph.Next())
        {
            if (graph.Field == nodeField)
            {
                CopyNode(graph, copy, nodeField, version, level);
                continue;
            }
            if (graph.Field == GraphFields.Initializer && nodeField == GraphFields.Node)
                NoteExternalFiles(graph.Message("a tensor"));
            copy.Append(graph.Raw);
        }
        changed = Replaced.Count > before;
        return copy;
    }

    void CopyNode(ProtoReader field, ProtoMessage copy, int nodeField, long version, int level)
    {
        SwapNode node = Look(field.Message("a node"));
        Operators[node.OpType] = Operators.GetValueOrDefault(node.OpType) + 1;
        if (matches(node))
        {
            Replaced.Add(node.Name.Length > 0 ? node.Name : node.Outputs[0]);
            new Replacement(this, field.Message(node.Label), copy, nodeField, node.Inputs[0], version)
                .Write(Function(version), node.Inputs[0], node.Outputs[0]);
        }
        else if (node.HasGraphs)
        {
            CopyGraph(field, copy, InnerGraphs(field.Message(node.Label), version, level, out bool changed), changed);
        }
        else
        {
            copy.Append(field.Raw);
        }
    }

    static SwapNode Look(ProtoReader message)
    {
        SwapNode node = new();
        while (message.Next())
            switch (message.Field)
            {
                case NodeFields.Input: node.Inputs.Add(message.Text()); break;
                case NodeFields.Output: node.Outputs.Add(message.Text()); break;
                case NodeFields.Name: node.Name = message.Text(); break;
                case NodeFields.OpType: node.OpType = message.Text(); break;
                case NodeFields.Domain: node.Domain = message.Text(); break;
                case NodeFields.Attribute:
                    ProtoReader attribute = message.Message("an attribute");
                    (string name, string? word) = ("", null);
                    while (attribute.Next())
                    {
                        if (attribute.Field == AttributeFields.Name)
                            name = attribute.Text();
                        else if (attribute.Field == AttributeFields.Text && attribute.Bytes().Length < 100)
                            word = System.Text.Encoding.UTF8.GetString(attribute.Bytes().Span);
                        node.HasGraphs |= attribute.Field is AttributeFields.Graph or AttributeFields.Graphs;
                    }
                    if (word is not null)
                        node.Words[name] = word;
                    break;
            }
        return node;
    }

    OnnxExpression Function(long version)
    {
        int opset = (int)Math.Clamp(version, 0, int.MaxValue);
        if (to.Info.Onnx.All(form => form.Opset > opset))
            throw new ModelFormatException(
                FileProblem.NotSupported,
                $"'{file}' states operator set {version}, in which {to.Info.Name} cannot be written: that needs "
                    + $"{to.Info.Onnx.Min(form => form.Opset)}. "
                + "Export the model with a later one, or choose another function. Nothing was written.");
        return to.ToOnnx(opset, form => form.Operators.All(op => types.AreTakenBy(op, version))) ?? throw ModelFormatException.NotSupported(
            file, $"{to.Info.Name} among numbers of the types {types} needs an operator that operator set {version} has not for all of them",
            "float32; or another function, such as tanh or sigmoid. Nothing was written");
    }

    ProtoMessage InnerGraphs(ProtoReader node, long version, int level, out bool changed)
    {
        ProtoMessage copy = new();
        changed = false;
        while (node.Next())
        {
            if (node.Field != NodeFields.Attribute)
            {
                copy.Append(node.Raw);
                continue;
            }
            ProtoMessage attributeCopy = new();
            ProtoReader attribute = node.Message($"an attribute of {node.Part}");
            bool attributeChanged = false;
            while (attribute.Next())
            {
                if (attribute.Field is not (AttributeFields.Graph or AttributeFields.Graphs))
                {
                    attributeCopy.Append(attribute.Raw);
                    continue;
                }
                ProtoMessage graph = Graph(attribute.Message($"a graph in {node.Part}"), GraphFields.Node, version, level + 1, out bool graphChanged);
                CopyGraph(attribute, attributeCopy, graph, graphChanged);
                attributeChanged |= graphChanged;
            }
            CopyGraph(node, copy, attributeCopy, attributeChanged);
            changed |= attributeChanged;
        }
        return copy;
    }

    void NoteExternalFiles(ProtoReader tensor)
    {
        while (tensor.Next())
        {
            if (tensor.Field != TensorFields.ExternalData)
                continue;
            ProtoReader entry = tensor.Message("external data");
            (string key, string value) = ("", "");
            while (entry.Next())
                if (entry.Field == EntryFields.Key)
                    key = entry.Text();
                else if (entry.Field == EntryFields.Value)
                    value = entry.Text();
            if (key == "location")
                ExternalFiles.Add(value);
        }
    }

    /// <summary>Writes the nodes of a function in the place of one node.</summary>
    sealed class Replacement(SwapRewriter rewriter, ProtoReader old, ProtoMessage graph, int nodeField, string x, long version) : ExpressionWriter
    {
        // Of the one type that the file has; or of that which its place turns out to have.
        protected override string Constant(double value)
        {
            string name = NewName();
            ProtoMessage node = new ProtoMessage().Add(NodeFields.Output, name).Add(NodeFields.OpType, "Constant")
                .Add(NodeFields.Attribute, new OnnxSetting("value", OnnxTensors.Of(rewriter.Types.Constant, value)).Message);
            graph.Add(nodeField, node);
            if (!rewriter.Types.AreMixed)
                return name;
            if (version < CastLikeSince)
                throw ModelFormatException.NotSupported(
                    rewriter.File,
                    $"{rewriter.Target} needs constants of the type of '{Excerpt.Of(x)}', which the file does not state in operator set {version}, "
                        + $"with numbers of the types {rewriter.Types}",
                    $"one type in the whole file, or operator set {CastLikeSince}, or a function that is one operator, such as elu. Nothing "
                        + $"was written");
            string cast = NewName();
            graph.Add(nodeField,
                new ProtoMessage().Add(NodeFields.Input, name).Add(NodeFields.Input, x).Add(NodeFields.Output, cast)
                    .Add(NodeFields.OpType, "CastLike"));
            return cast;
        }

        protected override string Parameter(string name) => throw new InvalidOperationException($"'{name}' is learned.");

        protected override string Node(OnnxOperator op, string[] inputs, string? output)
        {
            // The last node is the old one with another operator.
            bool isLast = output is not null;
            ProtoMessage node = new();
            ProtoReader reader = old;
            if (!isLast)
                node.Add(NodeFields.Output, output = NewName()).Add(NodeFields.OpType, op.Name);
            bool keepsInputs = isLast && op.Inputs is [OnnxInput];
            if (!keepsInputs)
                foreach (string input in inputs)
                    node.Add(NodeFields.Input, input);
            while (isLast && reader.Next())
                if (reader.Field == NodeFields.OpType)
                    node.Add(NodeFields.OpType, op.Name);
                else if (reader.Field != NodeFields.Attribute && (keepsInputs || reader.Field != NodeFields.Input))
                    node.Append(reader.Raw);
            foreach (OnnxSetting attribute in AttributesOf(op))
                node.Add(NodeFields.Attribute, attribute.Message);
            graph.Add(nodeField, node);
            return output!;
        }

        string NewName() => $"{rewriter.NewNamePrefix}{rewriter._names++}";
    }

    // The operator that gives a constant the type of another value.
    const int CastLikeSince = 15;

    string NewNamePrefix => newNames;

    FloatTypes Types => types;

    string File => file;

    string Target => to.Info.Name;
}
