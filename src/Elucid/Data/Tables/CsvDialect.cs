namespace Elucid;

/// <summary>What separates the fields of a CSV file, and how that was found.</summary>
/// <param name="Separator">The character between fields.</param>
/// <param name="HasSeparatorLine">Whether the first line says so, as <c>sep=;</c>: then it is no part of the table.</param>
internal readonly record struct CsvDialect(char Separator, bool HasSeparatorLine = false)
{
    const int Sample = 50;

    // The commonest first: it wins where several fit alike.
    static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>The separator as a person would say it.</summary>
    public string SeparatorName => Separator == '\t' ? "tab" : $"'{Separator}'";

    /// <summary>The dialect of a file: as asked for, as its first line says, or the separator that divides header and first rows alike.</summary>
    /// <exception cref="ArgumentException">The separator asked for means something else in a CSV file.</exception>
    public static CsvDialect Of(CsvSource source, char? asked)
    {
        if (asked is '"' or ' ' or '\r' or '\n')
            throw new ArgumentException("Expected a separator such as ',', ';' or a tab, but got a quote, a space or a line end.");
        char? stated = Stated(source);
        return new CsvDialect(asked ?? stated ?? Candidates.MaxBy(candidate => Fit(source, candidate)), stated is not null);
    }

    // Excel's own way to say it.
    static char? Stated(CsvSource source)
    {
        using StreamReader reader = source.NewReader();
        char[] start = new char[6];
        try
        {
            int length = reader.ReadBlock(start);
            return length >= 5 && start.AsSpan(0, 4).Equals("sep=", StringComparison.OrdinalIgnoreCase)
                && start[4] is not ('"' or ' ' or '\r' or '\n')
                && (length == 5 || start[5] is '\r' or '\n') ? start[4] : null;
        }
        catch (System.Text.DecoderFallbackException)
        {
            return null;                        // reading the rows says what is wrong
        }
    }

    // Dividing all rows as the header counts most, then how many fields there are.
    static double Fit(CsvSource source, char candidate)
    {
        using CsvRows rows = new(source, new CsvDialect(candidate));
        try
        {
            if (!rows.Read() || rows.Count == 1)
                return 0;
            int fields = rows.Count, alike = 0, read = 0;
            for (; read < Sample && rows.Read(); read++)
                alike += rows.Count == fields ? 1 : 0;
            return (alike == read ? 2 : 1) + (1 - 1.0 / fields) / 2;
        }
        catch (DataFormatException)
        {
            return 0;
        }
    }
}
