using System.Globalization;

namespace Elucid.Data.Tables;

/// <summary>How a column writes its numbers.</summary>
/// <param name="Decimal">What stands before the fraction.</param>
/// <param name="Thousands">What stands between groups of three digits; null for nothing. A space is any of the spaces that are in use.</param>
internal readonly record struct NumberFormat(char Decimal, char? Thousands = null)
{
    const int MostCharacters = 64;

    /// <summary>As computers write them: 1234.5.</summary>
    public static readonly NumberFormat Plain = new('.');

    /// <summary>Those that are recognised, the simplest first.</summary>
    public static IReadOnlyList<NumberFormat> Known { get; } =
        [Plain, new(','), new('.', ','), new(',', '.'), new('.', ' '), new(',', ' '), new('.', '\''), new(',', '\'')];

    /// <summary>The options that say it: <c>--decimal "," --thousands "."</c></summary>
    public string Options => (Decimal == '.' ? "" : $"--decimal \"{Decimal}\"") + (Decimal == '.' || Thousands is null ? "" : " ")
        + (Thousands is { } mark ? $"--thousands \"{mark}\"" : "");

    /// <summary>Whether a text is a number as this format writes it, possibly with an exponent.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (this == Plain)
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = 0;
        if (text.Length > MostCharacters)
            return false;
        Span<char> plain = stackalloc char[text.Length];
        int length = 0, digits = 0, first = -1;
        bool isGrouped = false, inFraction = false;           // or behind it
        foreach (char c in text)
        {
            if (IsThousands(c))
            {
                // 1,234 but neither 0,234 nor 1234,567.
                if (inFraction || (isGrouped ? digits != 3 : digits is 0 or > 3 || plain[first] == '0'))
                    return false;
                (isGrouped, digits) = (true, 0);
                continue;
            }
            if (c == Decimal)
            {
                if (inFraction || (isGrouped && digits != 3))
                    return false;
                inFraction = true;
                plain[length++] = '.';
                continue;
            }
            if (c is '.' or ',')
                return false;
            if (c is 'e' or 'E')
            {
                if (isGrouped && !inFraction && digits != 3)
                    return false;
                inFraction = true;
            }
            if (char.IsAsciiDigit(c) && !inFraction && digits++ == 0 && first < 0)
                first = length;
            plain[length++] = c;
        }
        return (inFraction || !isGrouped || digits == 3)
            && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>A text that is known to be a number; NaN if it is none.</summary>
    public double Parse(ReadOnlySpan<char> text) => TryParse(text, out double value) ? value : double.NaN;

    /// <summary>A number of this format as computers write it.</summary>
    public string ToPlain(string number)
    {
        NumberFormat format = this;
        return string.Concat(number.Where(c => !format.IsThousands(c))).Replace(Decimal, '.');
    }

    bool IsThousands(char c) => Thousands switch
    {
        null => false,
        ' ' => c is ' ' or '\u00A0' or '\u202F' or '\u2009',
        '\'' => c is '\'' or '\u2019',
        { } mark => c == mark,
    };
}
