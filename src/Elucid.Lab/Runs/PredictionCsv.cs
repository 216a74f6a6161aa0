using System.Text;
using static System.FormattableString;

namespace Elucid.Lab;

/// <summary>Answers as lines of CSV, below one that names the columns; lines can be taken part by part.</summary>
/// <param name="file">What the model answers.</param>
/// <param name="nameHeader">What the names of examples are.</param>
internal sealed class PredictionCsv(ModelFile file, string nameHeader)
{
    readonly StringBuilder _lines = new();
    readonly List<string> _before = [];
    int _columns;

    /// <summary>Adds a line.</summary>
    /// <param name="name">The name of the example.</param>
    /// <param name="answer">What the model says of it; null leaves the fields empty.</param>
    public void Add(string name, Prediction? answer)
    {
        if (_columns == 0)
        {
            // An answer has all that the model can say, and so names the columns.
            if (answer is null)
            {
                _before.Add(name);
                return;
            }
            string[] columns = [.. file.Reconstruction is null ? ColumnsOf(answer) : ReconstructionCsv.ColumnsOf(file.Table)];
            _columns = columns.Length;
            Line(nameHeader, columns);
            foreach (string earlier in _before)
                Line(earlier, new string[_columns]);
        }
        Line(
            name, answer is null ? new string[_columns]
                : file.Reconstruction is null ? FieldsOf(answer) : ReconstructionCsv.FieldsOf(answer, file.Table));
    }

    /// <summary>The lines since they were last taken; none before an example has an answer.</summary>
    public string Take()
    {
        string lines = _lines.ToString();
        _lines.Clear();
        return lines;
    }

    void Line(string name, IEnumerable<string?> fields) =>
        _lines.Append(Quote(name)).Append(',').AppendJoin(',', fields.Select(field => Quote(field ?? ""))).Append('\n');

    // Of several targets each is called by its name, and so are its classes.
    static IEnumerable<string> ColumnsOf(Prediction answer) => answer.Targets.Count > 0
        ? answer.Targets.SelectMany(target => ColumnsOf(target.Value, target.Key, $"{target.Key}=")) : ColumnsOf(answer, "prediction");

    static IEnumerable<string> ColumnsOf(Prediction answer, string name, string ofTarget = "") =>
    [
        .. answer.Class is null ? [] : new[] { name }, .. answer.Probabilities.Keys.Select(of => $"p({ofTarget}{of})"), .. answer.Values.Keys,
        .. answer.Disagreement is null ? [] : new[] { "disagreement" },
    ];

    static IEnumerable<string> FieldsOf(Prediction answer) => answer.Targets.Count > 0 ? answer.Targets.Values.SelectMany(FieldsOf) :
    [
        .. answer.Class is { } chosen ? new[] { chosen } : [],
        .. answer.Probabilities.Values.Concat(answer.Values.Values).Select(number => Invariant($"{number}")),
        .. answer.Disagreement is { } disagreement ? new[] { Invariant($"{disagreement:G6}") } : [],
    ];

    internal static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\n\r") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
