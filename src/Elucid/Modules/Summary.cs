using System.Text;
using Elucid.Tensors;

namespace Elucid.Modules;

/// <summary>The table that describes a network: layer, output shape, parameters, multiply-adds.</summary>
public static class Summary
{
    /// <summary>One line per module of a chain (or one for any other module), then the totals.</summary>
    /// <param name="module">The network.</param>
    /// <param name="input">The shape of one batch, such as <c>[1, 784]</c>.</param>
    /// <exception cref="ShapeException">The network cannot take such an input; the message names the layer.</exception>
    public static string Of(Module module, Shape input)
    {
        List<string[]> rows = [["layer", "", "output", "parameters", "multiply-adds"]];
        Shape shape = input;
        IEnumerable<(string Name, Module Module)> parts = module is Sequential ? module.Children : [("", module)];
        foreach ((string name, Module part) in parts)
        {
            long multiplyAdds = part.MultiplyAdds(shape);
            shape = part.OutputShape(shape);
            rows.Add([name, part.ToString(), shape.ToString(), part.ParameterCount.ToString("N0"), multiplyAdds.ToString("N0")]);
        }
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
}
