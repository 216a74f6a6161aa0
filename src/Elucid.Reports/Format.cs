using System.Globalization;

namespace Elucid.Reports;

/// <summary>Numbers as a reader wants them: as many digits as the value supports, a true minus sign, a dash where there is no value.</summary>
public static class Format
{
    /// <summary>What stands in place of NaN: an en dash.</summary>
    public const string Missing = "–";

    const char Minus = '\u2212';
    const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>A fraction as a percentage: 0.9712 is "97.1 %", 0.0012 is "0.12 %", 0 and 1 have no decimals.</summary>
    public static string Percent(double fraction)
    {
        if (!double.IsFinite(fraction))
            return NotFinite(fraction);
        double percent = 100 * fraction;
        int decimals = percent is 0 or 100 or -100 ? 0 : Math.Abs(percent) < 0.995 ? 2 : 1;
        return Fixed(percent, decimals) + " %";
    }

    /// <summary>Mean and half-width of an interval, both with the half-width's two leading digits: "0.4321 ± 0.0087".</summary>
    public static string Interval(double mean, double halfWidth) => Interval(mean, halfWidth, 1, "");

    /// <summary>Mean and half-width of a fraction's interval in percent: "97.12 ± 0.34 %".</summary>
    public static string PercentInterval(double mean, double halfWidth) => Interval(mean, halfWidth, 100, " %");

    /// <summary>A difference with its sign: "+0.31", "−0.31", "0". Digits as <see cref="Number"/>.</summary>
    public static string Signed(double value) => value > 0 ? "+" + Number(value) : Number(value);

    /// <summary>A difference of fractions in percentage points, with its sign: "+0.31", "−1.20", "0".</summary>
    public static string SignedPoints(double fraction) =>
        !double.IsFinite(fraction) ? NotFinite(fraction) : (fraction > 0 ? "+" : "") + Fixed(100 * fraction, fraction == 0 ? 0 : 2);

    /// <summary>A p-value as papers write it: "p = 0.012", "p &lt; 0.001", "p = 1".</summary>
    public static string PValue(double p) => BarePValue(p) switch
    {
        Missing => Missing,
        ['<', ..] bare => "p " + bare,
        string bare => "p = " + bare,
    };

    /// <summary>A p-value for a table whose heading says that it is one: "0.012", "&lt; 0.001", "1".</summary>
    public static string BarePValue(double p) =>
        !double.IsFinite(p) ? Missing
        : p < 0.001 ? "< 0.001"
        : p >= 0.9995 ? "1"
        : p.ToString(p < 0.0995 ? "0.000" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>A time in the unit that suits it: "85 µs", "340 ms", "1.2 s", "2 min 5 s", "1 h 12 min".</summary>
    public static string Duration(TimeSpan time)
    {
        double seconds = time.TotalSeconds;
        if (seconds < 0)
            return Minus + Duration(-time);
        if (seconds == 0)
            return "0 s";
        if (seconds < 0.0009995)
            return Fixed(1e6 * seconds, 0) + " µs";
        if (seconds < 0.9995)
            return (seconds < 0.00995 ? Fixed(1e3 * seconds, 1) : Fixed(1e3 * seconds, 0)) + " ms";
        if (seconds < 59.95)
            return Fixed(seconds, 1) + " s";
        long whole = (long)Math.Round(seconds);
        return whole < 3600 ? $"{whole / 60} min {whole % 60} s" : $"{whole / 3600} h {(whole % 3600) / 60} min";
    }

    /// <summary>A whole number with thousands separated: "1,797".</summary>
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace('-', Minus);

    /// <summary>Any number with three significant digits: "0.0123", "12.3", "1.23e+7".</summary>
    public static string Number(double value)
    {
        if (!double.IsFinite(value))
            return NotFinite(value);
        double size = Math.Abs(value);
        if (size is not 0 and (< 1e-4 or >= 999_500))
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace('-', Minus);
        int decimals = size == 0 || size >= 99.95 ? 0 : 2 - (int)Math.Floor(Math.Log10(size));
        return value == Math.Floor(value) ? Fixed(value, 0) : Fixed(value, decimals);
    }

    /// <summary>A number with all its digits, as it would be typed but for the minus sign: "−87.33654".</summary>
    public static string Exact(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture).Replace('-', Minus) : NotFinite(value);

    /// <summary>As <see cref="Exact(double)"/>, with the digits of a float32.</summary>
    public static string Exact(float value) =>
        float.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture).Replace('-', Minus) : NotFinite(value);

    /// <summary>A multiple of <paramref name="step"/> with the decimals that the step needs.</summary>
    internal static string Tick(double value, double step)
    {
        if (Math.Abs(value) < 1e-9 * step)
            return "0";
        return Math.Abs(value) >= 1e6 || step < 0.99e-5
            ? value.ToString("0.######e+0", CultureInfo.InvariantCulture).Replace('-', Minus)
            : Fixed(value, Math.Clamp(-(int)Math.Floor(Math.Log10(step) + 1e-9), 0, 6));
    }

    /// <summary>10 to an integral power: written out where that is short, "0.01", else "10⁻⁵".</summary>
    internal static string PowerOfTen(int power) =>
        power is >= -3 and <= 4
            ? Fixed(Math.Pow(10, power), Math.Max(0, -power))
            : (power < 0 ? "10⁻" : "10") + string.Concat(Math.Abs(power).ToString(CultureInfo.InvariantCulture).Select(c => Superscripts[c - '0']));

    static string Interval(double mean, double halfWidth, double unit, string suffix)
    {
        if (!double.IsFinite(mean))
            return NotFinite(mean);
        if (!double.IsFinite(halfWidth) || halfWidth < 0)
            return (unit == 1 ? Number(mean) : Fixed(mean * unit, 1)) + suffix;
        (mean, halfWidth) = (mean * unit, halfWidth * unit);
        // 15 digits are all that a double has: intervals narrower than that are exact for every reader.
        int decimals = halfWidth == 0 ? (mean == Math.Floor(mean) ? 0 : 2) : Math.Clamp(1 - (int)Math.Floor(Math.Log10(halfWidth)), 0, 12);
        return $"{Fixed(mean, decimals)} ± {Fixed(halfWidth, halfWidth == 0 ? 0 : decimals)}{suffix}";
    }

    /// <summary>With so many decimals and a true minus sign, which a value that rounds to zero does not have.</summary>
    public static string Fixed(double value, int decimals)
    {
        string text = value.ToString("F" + decimals, CultureInfo.InvariantCulture);
        // A value that rounds to zero is written without the sign that it rounded away from.
        return text.StartsWith('-') && text.AsSpan(1).IndexOfAnyInRange('1', '9') >= 0 ? Minus + text[1..] : text.TrimStart('-');
    }

    static string NotFinite(double value) => double.IsNaN(value) ? Missing : value > 0 ? "∞" : Minus + "∞";
}
