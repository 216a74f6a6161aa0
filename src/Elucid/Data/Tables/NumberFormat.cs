using System.Buffers;
using System.Globalization;

namespace Elucid;

/// <summary>How a column writes its numbers.</summary>
/// <param name="Decimal">What stands before the fraction.</param>
/// <param name="Thousands">What stands between groups of three digits; null for nothing. A space is any of the spaces that are in use.</param>
/// <param name="Unit">A sign before or behind each number, as in $5, -$5 or 5 %; null for none.</param>
internal readonly record struct NumberFormat(char Decimal, char? Thousands = null, char? Unit = null)
{
    const int MostCharacters = 64;
    const char Minus = '\u2212';                  // as typographers, and some programs, write it

    static readonly SearchValues<char> Units = SearchValues.Create("$€£¥₹₩₽₺₴₪₫₦%‰°");

    /// <summary>As computers write them: 1234.5.</summary>
    public static readonly NumberFormat Plain = new('.');

    /// <summary>Those that are recognised, the simplest first.</summary>
    public static IReadOnlyList<NumberFormat> Known { get; } =
        [Plain, new(','), new('.', ','), new(',', '.'), new('.', ' '), new(',', ' '), new('.', '\''), new(',', '\'')];

    /// <summary>The options that say it, in the current spelling.</summary>
    public string Options =>
        (Decimal == '.' ? "" : Spelling.Of(nameof(CsvOptions.Decimal), Decimal)) + (Decimal == '.' || Thousands is null ? "" : " ")
        + (Thousands is { } mark ? Spelling.Of(nameof(CsvOptions.Thousands), mark) : "");

    /// <summary>What makes a number of this format unlike a plain one, to be put behind the word: <c> with '$' (CsvOptions.Decimal =
    /// ',')</c>.</summary>
    public string Suffix => (Unit is { } unit ? $" with '{unit}'" : "") + (Options.Length > 0 ? $" ({Options})" : "");

    /// <summary>The sign of a unit that a text holds.</summary>
    public static char? UnitOf(ReadOnlySpan<char> text) => text.IndexOfAny(Units) is >= 0 and int i ? text[i] : null;

    /// <summary>Whether a text is a number as this format writes it, possibly with an exponent.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (this == Plain && !text.StartsWith(Minus))
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = 0;
        bool isNegative = false;
        if (text.Length > MostCharacters || (Unit is { } unit && !TakeOff(unit, ref text, out isNegative)))
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
            plain[length++] = c == Minus ? '-' : c;
        }
        bool isNumber = (inFraction || !isGrouped || digits == 3)
            && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        value = isNegative ? -value : value;
        return isNumber;
    }

    // $5, -$5, $-5, 5%, 5 %.
    static bool TakeOff(char unit, ref ReadOnlySpan<char> text, out bool isNegative)
    {
        isNegative = false;
        int at = text.IndexOf(unit);
        if (at < 0)
            return false;
        ReadOnlySpan<char> before = text[..at].Trim(), after = text[(at + 1)..].Trim();
        if (after.IsEmpty)
        {
            text = before;
            return true;
        }
        text = after;
        isNegative = before is ['-' or Minus];
        return before.IsEmpty || before is "+" || (isNegative && after[0] is not ('-' or '+' or Minus));
    }

    /// <summary>A text that is known to be a number; NaN if it is not one.</summary>
    public double Parse(ReadOnlySpan<char> text) => TryParse(text, out double value) ? value : double.NaN;

    /// <summary>A number of this format as computers write it.</summary>
    public string ToPlain(string number)
    {
        NumberFormat format = this;
        return string.Concat(number.Where(c => c != format.Unit && !char.IsWhiteSpace(c) && !format.IsThousands(c))).Replace(Decimal, '.')
            .Replace(Minus, '-');
    }

    bool IsThousands(char c) => Thousands switch
    {
        null => false,
        ' ' => c is ' ' or '\u00A0' or '\u202F' or '\u2009',
        '\'' => c is '\'' or '\u2019',
        { } mark => c == mark,
    };
}
