using System.Text;
using static System.FormattableString;

namespace Elucid.Lab;

/// <summary>Predictions as CSV.</summary>
internal static class PredictionCsv
{
    /// <summary>A header and a line per example.</summary>
    public static string Write(Predictions predictions)
    {
        IReadOnlyList<Prediction?> answers = predictions.Answers;
        // An answer has all that the model can say, and some row has one: where none can be read, that is an error.
        Prediction first = answers.OfType<Prediction>().First();
        string[] columns = [.. ClassOf(first, "prediction"), .. first.Probabilities.Keys.Select(name => $"p({name})"), .. first.Values.Keys];
        StringBuilder csv = new StringBuilder(predictions.NameHeader).Append(',').AppendJoin(',', columns.Select(Quote)).Append('\n');
        for (int row = 0; row < answers.Count; row++)
        {
            csv.Append(Quote(predictions.Names[row]));
            if (answers[row] is { } answer)
                csv.Append(',').AppendJoin(
                    ',', ClassOf(answer, answer.Class).Select(Quote)
                        .Concat(answer.Probabilities.Values.Concat(answer.Values.Values).Select(number => Invariant($"{number}"))));
            else
                csv.Append(',', columns.Length);
            csv.Append('\n');
        }
        return csv.ToString();
    }

    static string[] ClassOf(Prediction answer, string? text) => answer.Class is null ? [] : [text!];

    internal static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\n\r") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
}
