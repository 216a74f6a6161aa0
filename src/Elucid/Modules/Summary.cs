using System.Text;

namespace Elucid;

/// <summary>The table that describes a network: layer, output shape, parameters, multiply-adds.</summary>
public static class Summary
{
    /// <summary>
    /// One line per module of a chain, then the totals. Of any other module its output, then a line for each part; the parts of a class of your own
    /// without shapes, as only its
    /// <see cref="Module.Forward"/> knows them. Parameters count where they come first; a layer that comes again is "shared" and computes again.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="input">The shape of one batch, such as <c>[1, 784]</c>.</param>
    /// <exception cref="ShapeException">The network cannot take such an input; the message names the layer.</exception>
    public static string Of(Module module, Shape input)
    {
        HashSet<Tensor> counted = [];
        List<string[]> rows = [["layer", "", "output", "parameters", "multiply-adds"]];
        bool isChain = module is Sequential;
        Shape output = module.OutputShape(input);
        if (!isChain)
            rows.Add(["", module.ToString(), output.ToString(), "", ""]);
        rows.AddRange(Rows(module, input, prefix: "", counted));
        if (!isChain && rows.Count == 2)
            rows[1] = Row("", module, input, counted);
        rows.Add(["total", $"input {input}", "", module.ParameterCount.ToString("N0"), module.MultiplyAdds(input).ToString("N0")]);

        int[] widths = [.. Enumerable.Range(0, 5).Select(column => rows.Max(row => row[column].Length))];
        StringBuilder text = new();
        foreach (string[] row in rows)
        {
            for (int column = 0; column < row.Length; column++)
            {
                bool isNumber = column >= 3;
                text.Append(isNumber ? row[column].PadLeft(widths[column]) : row[column].PadRight(widths[column]));
                text.Append(column == row.Length - 1 ? "" : "  ");
            }
            text.AppendLine();
        }
        return text.ToString();
    }

    static IEnumerable<string[]> Rows(Module module, Shape? input, string prefix, HashSet<Tensor> counted) =>
        Parts(module, input).SelectMany(part => part.Part is Sequential
        ? Rows(part.Part, part.Input, part.Name.Length == 0 ? prefix : $"{prefix}{part.Name}.", counted)
        : [Row(prefix + part.Name, part.Part, part.Input, counted)]);

    // Without a shape to begin with, those within a chain are not known either.
    static IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Module module, Shape? input) =>
        input is { } shape ? module.Parts(shape) : module.Children.Select(child => (child.Name, child.Module, (Shape?)null));

    static string[] Row(string name, Module part, Shape? input, HashSet<Tensor> counted) =>
    [
        name, part.ToString(), input is { } shape ? part.OutputShape(shape).ToString() : "", Parameters(part, counted), input is { } taken
            ? part.MultiplyAdds(taken).ToString("N0") : "",
    ];

    static string Parameters(Module part, HashSet<Tensor> counted)
    {
        Tensor[] all = [.. part.NamedParameters().Select(p => p.Value)], first = [.. all.Where(counted.Add)];
        return first.Length == 0 && all.Length > 0 ? "shared" : first.Sum(p => (long)p.Shape.Size).ToString("N0");
    }
}
