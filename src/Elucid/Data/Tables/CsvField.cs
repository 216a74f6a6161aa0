using System.Globalization;

namespace Elucid.Data.Tables;

/// <summary>What the fields of a CSV file mean.</summary>
internal static class CsvField
{
    public static bool IsMissing(ReadOnlySpan<char> field) =>
        field.Length < 4 && (field is "" or "?" or "NA" || field.Equals("NaN", StringComparison.OrdinalIgnoreCase));

    public static bool TryNumber(ReadOnlySpan<char> field, out float value) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    public static bool IsInteger(ReadOnlySpan<char> field) =>
        long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
}
