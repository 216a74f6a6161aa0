using System.Globalization;

namespace Elucid;

/// <summary>Reads a date, which a time of day may follow: 2024-01-31, 2024-01-31T12:30:15.5Z, 31.1.2024 12:30, Jan 31 2024 1:05 PM.</summary>
/// <remarks>Times are taken as they are written, so that noon stays noon; how far they are from UTC is said beside them.</remarks>
internal ref struct DateText(ReadOnlySpan<char> text)
{
    ReadOnlySpan<char> _rest = text;

    /// <summary>Whether the text is a date in this order; a date without a time begins at midnight.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order.</param>
    /// <param name="date">The date as it is written.</param>
    /// <param name="offset">What to subtract from it for UTC; null where the text does not say.</param>
    public static bool TryParse(ReadOnlySpan<char> text, DateOrder order, out DateTime date, out TimeSpan? offset)
    {
        (date, offset) = (default, null);
        if (text.Length is < 6 or > 40)
            return false;
        DateText reader = new(text);
        (int year, int month, int day) = order == DateOrder.Compact ? Compact(text) : reader.Date(order);
        if (year is < 1000 or > 2999 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateTime(year, month, day);
        return order == DateOrder.Compact || reader._rest.IsEmpty || reader.Time(ref date, ref offset);
    }

    static (int Year, int Month, int Day) Compact(ReadOnlySpan<char> text) =>
        text.Length == 8 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 19000101
            and <= 21001231
            ? (number / 10_000, number / 100 % 100, number % 100) : default;

    (int Year, int Month, int Day) Date(DateOrder order)
    {
        if (char.IsAsciiLetter(_rest[0]))
            return order != DateOrder.YearMonthDay && Month() is > 0 and int named && Skip(" .-") && Number(out int d) is 1 or 2 && Skip(" ,-")
                && Number(out int y) == 4 ? (y, named, d) : default;
        int firstDigits = Number(out int first);
        ReadOnlySpan<char> word = _rest.TrimStart(" .-");
        if (word.Length > 0 && char.IsAsciiLetter(word[0]))
        {
            _rest = word;
            return order != DateOrder.YearMonthDay && firstDigits is 1 or 2 && Month() is > 0 and int named && Skip(" ,.-") && Number(out int y) == 4
                ? (y, named, first) : default;
        }
        if (firstDigits == 0 || _rest.IsEmpty || _rest[0] is not ('-' or '/' or '.'))
            return default;
        char separator = _rest[0];
        _rest = _rest[1..];
        int secondDigits = Number(out int second);
        if (secondDigits is 0 or > 2)
            return default;
        if (order == DateOrder.YearMonthDay && firstDigits == 4 && _rest.IsEmpty && separator == '-')
            return (first, second, 1);
        if (_rest.IsEmpty || _rest[0] != separator)
            return default;
        _rest = _rest[1..];
        int thirdDigits = Number(out int third);
        if (order == DateOrder.YearMonthDay)
            return firstDigits == 4 && thirdDigits is 1 or 2 ? (first, second, third) : default;
        // Two digits are a year only between slashes: 1.10.24 may be a version.
        if (firstDigits > 2 || (thirdDigits != 4 && (thirdDigits != 2 || separator != '/')) || (separator == '.' && order == DateOrder.MonthDayYear))
            return default;
        int year = thirdDigits == 4 ? third : third < 69 ? 2000 + third : 1900 + third;
        return order == DateOrder.DayMonthYear ? (year, second, first) : (year, first, second);
    }

    bool Time(ref DateTime date, ref TimeSpan? offset)
    {
        if (!Skip("T") && !Skip(" ,"))
            return false;
        Skip(" ");
        int second = 0;
        double fraction = 0;
        if (Number(out int hour) is not (1 or 2) || !Skip(":") || Number(out int minute) != 2)
            return false;
        if (Skip(":"))
        {
            if (Number(out second) != 2)
                return false;
            if (Skip(".,"))
            {
                int digits = Number(out int part);
                if (digits is 0 or > 9)
                    return false;
                fraction = part / Math.Pow(10, digits);
            }
        }
        Skip(" ");
        if (_rest.StartsWith("PM", StringComparison.OrdinalIgnoreCase) || _rest.StartsWith("AM", StringComparison.OrdinalIgnoreCase))
        {
            if (hour is 0 or > 12)
                return false;
            hour = (hour % 12) + (char.ToUpperInvariant(_rest[0]) == 'P' ? 12 : 0);
            _rest = _rest[2..];
        }
        if (hour > 23 || minute > 59 || second > 60 || !IsZone(_rest.Trim(), ref offset))
            return false;
        date = date.AddHours(hour).AddMinutes(minute).AddSeconds(second + fraction);
        return true;
    }

    // +01, +0130, +01:30; names of zones say more than one thing (CST).
    static bool IsZone(ReadOnlySpan<char> zone, ref TimeSpan? offset)
    {
        if (zone.IsEmpty)
            return true;
        int minutes = 0;
        if (zone is not ("Z" or "z" or "UTC" or "GMT"))
        {
            bool hasColon = zone.Length == 6 && zone[3] == ':';
            if (zone.Length is not (3 or 5 or 6) || zone[0] is not ('+' or '-') || hasColon != (zone.Length == 6)
                || !int.TryParse(zone[1..3], NumberStyles.None, CultureInfo.InvariantCulture, out int hours)
                || (zone.Length > 3 && !int.TryParse(zone[^2..], NumberStyles.None, CultureInfo.InvariantCulture, out minutes)) || hours > 18
                || minutes > 59)
                return false;
            minutes = (zone[0] == '-' ? -1 : 1) * ((60 * hours) + minutes);
        }
        offset = TimeSpan.FromMinutes(minutes);
        return true;
    }

    int Month()
    {
        int length = 0;
        while (length < _rest.Length && char.IsAsciiLetter(_rest[length]))
            length++;
        int month = 0;
        for (int i = 1; i <= 12 && month == 0 && length >= 3; i++)
            if (DateTimeFormatInfo.InvariantInfo.GetMonthName(i).AsSpan().StartsWith(_rest[..length], StringComparison.OrdinalIgnoreCase))
                month = i;
        _rest = _rest[length..];
        return month;
    }

    /// <summary>Reads digits; how many there were.</summary>
    int Number(out int value)
    {
        int length = 0;
        value = 0;
        while (length < _rest.Length && length < 9 && char.IsAsciiDigit(_rest[length]))
            value = (10 * value) + _rest[length++] - '0';
        _rest = _rest[length..];
        return length;
    }

    /// <summary>Skips all of these characters that stand next; whether there was one.</summary>
    bool Skip(ReadOnlySpan<char> characters)
    {
        int length = 0;
        while (length < _rest.Length && characters.Contains(_rest[length]))
            length++;
        _rest = _rest[length..];
        return length > 0;
    }
}
