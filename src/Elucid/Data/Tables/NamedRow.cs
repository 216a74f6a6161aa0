using System.Globalization;
using System.Text.Json;

namespace Elucid;

/// <summary>
/// Makes features of rows whose values a program gives by the names of their columns, as <see cref="RowEncoder"/> does of a file's.
/// </summary>
internal static class NamedRow
{
    /// <summary>
    /// Writes the features of a row, which are 0 so far, and where they stand for missing values. Columns that the schema does not know, such as the
    /// target, are not looked at.
    /// </summary>
    /// <exception cref="DataFormatException">A column is not there, or its value is missing, of another kind, or unknown.</exception>
    public static void Encode<TValue>(CsvSchema schema, IReadOnlyDictionary<string, TValue> row, Span<float> features, Span<bool> missing)
    {
        MissingMarks marks = new(schema.MissingMarks);
        foreach (Column column in schema.Columns)
        {
            if (!row.TryGetValue(column.Name, out TValue? given))
                throw Lacking(column, [.. row.Keys]);
            string place = $"Column '{Excerpt.Of(column.Name)}'";
            object? value = given is JsonElement json ? Of(json) : given;
            if (IsMissing(value, column, marks))
            {
                if (schema.RefusesMissing)
                    throw new DataFormatException(RowEncoder.MissingSentence(place));
                column.FillIn(features, isMissing: true);
                missing[..column.ValueWidth].Fill(true);
            }
            else if (Encode(column, value!, features) is { } expected)
            {
                if (!schema.TakesUnseen(column))
                    throw new DataFormatException(RowEncoder.UnfitSentence(place, column, expected, TextOf(value!)));
                column.FillIn(features, isMissing: false);
            }
            features = features[column.Width..];
            missing = missing[column.Width..];
        }
    }

    static string? Encode(Column column, object value, Span<float> features)
    {
        if (column is NumericColumn numbers && NumberOf(value) is { } number)
            return numbers.Encode(number, features);
        if (column is DateColumn dates && DateOf(value) is { } date)
        {
            dates.Encode(date, features);
            return null;
        }
        string text = TextOf(value);
        // Programs write truth values in several ways: true, True, TRUE.
        if (value is bool && column is CategoryColumn { Categories: var known })
            text = known.FirstOrDefault(category => category.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text;
        return column.Encode(text, features);
    }

    // A text that training saw as a category is that one, though it would mean a missing value elsewhere: NA is Namibia, too.
    static bool IsMissing(object? value, Column column, MissingMarks marks) => value switch
    {
        null or DBNull or double.NaN or float.NaN => true,
        string text when column is CategoryColumn known && known.Knows(text) => false,
        string text => marks.Of(text, isQuoted: false) is not MissingMark.None and var mark && mark >= column.Missing,
        _ => false,
    };

    static object? Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Number when json.TryGetDecimal(out decimal number) => number,
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.String => json.GetString(),
        _ => json.GetRawText(),
    };

    static double? NumberOf(object value) => value switch
    {
        double or float or decimal or int or long or short or sbyte or byte or ushort or uint or ulong =>
            Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => null,
    };

    static DateTime? DateOf(object value) => value switch
    {
        DateTime date => date,
        DateTimeOffset date => date.DateTime,
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
        _ => null,
    };

    static string TextOf(object value) => value switch
    {
        string text => text,
        _ when DateOf(value) is { } date =>
            date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    static DataFormatException Lacking(Column column, string[] names) => new(
        $"Expected a column '{Excerpt.Of(column.Name)}', but the row has {(names.Length == 0 ? "none" : Excerpt.Of(names))}."
        + $"{Suggestion.DidYouMean(column.Name, names)} Name every column that the model learned from; a missing value is null.");
}
