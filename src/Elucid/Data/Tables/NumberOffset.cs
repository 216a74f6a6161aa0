namespace Elucid;

/// <summary>
/// What must be subtracted from the numbers of a column so that float32 can tell them apart: it holds 24 bits, and of a unix time those are the days
/// and hours, not the seconds.
/// </summary>
/// <param name="Value">0 unless a number in the middle of the column's saves digits.</param>
/// <param name="Merged">How many of the distinct values that were looked at are still equal to another one.</param>
/// <param name="Looked">How many were looked at.</param>
internal readonly record struct NumberOffset(double Value, int Merged, int Looked)
{
    const int Most = 1000;

    // Numbers that spend half of float32's bits on what all of them share.
    const double SharedBits = 1 << 12;
    const double ExactWhole = 1 << 24;

    /// <summary>Finds the offset from a column's range and its first distinct values.</summary>
    public static NumberOffset Of(ColumnScan scan, NumberFormat format)
    {
        NumberStats stats = scan.Numbers.Of(format);
        double range = stats.High - stats.Low, largest = Math.Max(Math.Abs(stats.Low), Math.Abs(stats.High));
        string[] texts = [.. scan.Counts.Keys.Take(Most)];
        int distinct = Exact(texts, format).Distinct().Count();
        if (!(range > 0))
            return new NumberOffset(0, distinct - 1, distinct);
        double[] numbers = [.. texts.Select(text => format.Parse(text))];
        double step = Math.Pow(10, Math.Floor(Math.Log10(range)));
        double middle = Math.Round((stats.Low + (range / 2)) / step) * step;
        int without = Different(numbers, 0), with = Different(numbers, middle);
        bool isExact = stats.AreWhole && largest <= ExactWhole;
        bool loses = IsMuch(distinct - without, distinct) || (!isExact && largest > SharedBits * range);
        return loses && with >= without ? new NumberOffset(middle, distinct - with, distinct) : new NumberOffset(0, distinct - without, distinct);
    }

    /// <summary>Says what the user should know of it.</summary>
    public void Tell(string column, TableNotes notes)
    {
        if (Value != 0)
            notes.Add(column, "numbers are counted from there, as so far from 0 float32 cannot tell them apart.", Excerpt.Of(Value));
        if (IsMuch(Merged, Looked))
            notes.Add(column,
                $"different numbers become one in float32. Identifiers are better left out "
                    + $"({Spelling.OfList(nameof(CsvOptions.Ignore), ["COLUMN"])}); of long numbers "
                + "keep the part that matters.", $"{Looked - Merged} of {Looked} remain");
    }

    // A few chance meetings among long fractions mean nothing.
    static bool IsMuch(int merged, int of) => 100 * merged > of;

    static int Different(double[] numbers, double offset) => numbers.Select(number => (float)(number - offset)).Distinct().Count();

    // As decimal numbers, which hold twenty-digit identifiers; what is too long or small for them as double.
    static IEnumerable<(decimal, double)> Exact(string[] texts, NumberFormat format)
    {
        foreach (string text in texts)
        {
            string plain = format.ToPlain(text);
            yield return decimal.TryParse(
                plain, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal exact) ? (exact, 0)
                : (0, format.Parse(text));
        }
    }
}
