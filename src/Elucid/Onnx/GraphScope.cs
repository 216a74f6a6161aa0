namespace Elucid.Onnx;

/// <summary>A weight of a file: where it belongs, and the numbers that it starts from.</summary>
/// <param name="Path">The parts of its name, outermost first.</param>
/// <param name="Slot">The value of the graph that it is.</param>
/// <param name="Start">Its numbers.</param>
/// <param name="IsTrained">Whether it is a parameter, or else a buffer.</param>
internal sealed record GraphParameter(string[] Path, int Slot, OnnxTensor Start, bool IsTrained);

/// <summary>A level of names: <c>layer1</c> in <c>layer1.conv.weight</c>. It computes nothing; the graph above it does.</summary>
internal sealed class GraphScope : Module
{
    // Names have a handful of levels; one with thousands would build as deep a tree.
    const int MostLevels = 16;

    GraphScope(IEnumerable<GraphParameter> parameters, int level, GraphValue[] values) =>
        Fill(parameters, level, (name, shape, isTrained) => isTrained ? Parameter(name, shape) : Buffer(name, shape), (name, scope) =>
            Child(name, scope), values);

    public GraphScope(GraphScope other, Action<Tensor, Tensor> stand) =>
        RegisterAsIn(other, (name, scope) => Child(name, new GraphScope((GraphScope)scope, stand)), stand);

    protected internal override Module Rebuild(Rebuilder with) => new GraphScope(this, (_, _) => { });

    public override Tensor Forward(Tensor x) => throw new NotSupportedException("This is a part of an imported network: call Forward of the whole.");

    public override string ToString() => "part of a graph";

    public override Shape OutputShape(Shape input) =>
        throw new NotSupportedException("This is a part of an imported network: ask the whole for its shapes.");

    /// <summary>Registers parameters under their names, those with further levels in modules of their own.</summary>
    public static void Fill(
        IEnumerable<GraphParameter> parameters, int level, Func<string, Shape, bool, Tensor> register, Action<string, GraphScope> registerScope,
        GraphValue[] values)
    {
        foreach (var group in parameters.GroupBy(parameter => parameter.Path[level]))
        {
            if (group.First() is { } parameter && parameter.Path.Length == level + 1)
            {
                Tensor tensor = register(group.Key, new Shape(parameter.Start.Shape), parameter.IsTrained);
                parameter.Start.ToFloats().CopyTo(tensor.Edit());
                values[parameter.Slot] = tensor;
            }
            else
            {
                registerScope(group.Key, new GraphScope(group, level + 1, values));
            }
        }
    }

    /// <summary>
    /// The levels of names. A name that begins with another one and a dot, or with parts that are empty, becomes one level with _ in place of its
    /// dots, as no module can be called so.
    /// </summary>
    public static IEnumerable<string[]> Paths(IEnumerable<string> names)
    {
        HashSet<string> leaves = [], levels = [];
        foreach (string name in names)
        {
            string[] parts = name.Split('.');
            string[] above = [.. Enumerable.Range(1, Math.Min(parts.Length, MostLevels + 1) - 1).Select(count => string.Join('.', parts[..count]))];
            if (parts.Length > MostLevels || parts.Any(part => part.Length == 0) || levels.Contains(name) || above.Any(leaves.Contains)
                || leaves.Contains(name))
            {
                string free = name.Replace('.', '_').PadLeft(1, '_');
                while (leaves.Contains(free) || levels.Contains(free))
                    free += "_";
                (parts, above) = ([free], []);
            }
            leaves.Add(string.Join('.', parts));
            levels.UnionWith(above);
            yield return parts;
        }
    }
}
