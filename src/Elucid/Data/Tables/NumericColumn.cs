using System.Globalization;
using System.Text.Json;

namespace Elucid;

/// <summary>A column of numbers: one feature, the number less <see cref="Offset"/>.</summary>
public sealed class NumericColumn : Column
{
    readonly NumberFormat _format;

    /// <summary>A column of plain numbers.</summary>
    /// <param name="name">As in the header.</param>
    /// <param name="offset">What is subtracted from each number before it becomes a float32.</param>
    public NumericColumn(string name, double offset = 0) : this(name, NumberFormat.Plain, offset, [], hasIndicator: false)
    {
    }

    internal NumericColumn(string name, NumberFormat format, double offset, ReadOnlySpan<float> fill, bool hasIndicator)
        : base(name, 1, fill, hasIndicator)
    {
        if (!double.IsFinite(offset))
            throw new ArgumentException($"Column '{name}': expected a finite offset, but got {offset}.");
        (_format, Offset) = (format, offset);
    }

    /// <summary>
    /// What is subtracted from each number before it becomes a float32: 0 unless the numbers are too long for one, as unix seconds are; then a round
    /// number in their middle.
    /// </summary>
    public double Offset { get; }

    internal override ColumnKind Kind => NumericKind.Instance;

    private protected override IEnumerable<string> ValueNames => [Offset == 0 ? Name : NameWithout(Name, Offset)];

    private protected override string ValueDescription =>
        Offset == 0 ? "1 feature" : $"1 feature: less {Excerpt.Of(Offset)}";

    /// <summary>How a column is called from which a number was subtracted.</summary>
    internal static string NameWithout(string name, double offset) => $"{name} {(offset < 0 ? '+' : '-')} {Math.Abs(offset)}";

    internal override string? Encode(ReadOnlySpan<char> value, Span<float> features)
    {
        return Encode(_format.TryParse(value, out double number) ? number : double.NaN, features);
    }

    /// <summary>Writes a number as a feature. Returns null, or what was expected instead.</summary>
    internal string? Encode(double number, Span<float> features)
    {
        if (!float.IsFinite((float)number))
            return $"a finite number{_format.Suffix}";
        features[0] = (float)(number - Offset);
        return null;
    }

    /// <inheritdoc/>
    public override string TextOf(ReadOnlySpan<float> features) => Offset == 0 || Math.Abs(features[0]) > 1e15f
        ? features[0].ToString("G7", CultureInfo.InvariantCulture)
        : ((decimal)Offset + (decimal)features[0]).ToString(CultureInfo.InvariantCulture);

    internal override Column With(ReadOnlySpan<float> fill, bool hasIndicator) => new NumericColumn(Name, _format, Offset, fill, hasIndicator);

    internal override void Write(Utf8JsonWriter json)
    {
        if (Offset != 0)
            json.WriteNumber("offset", Offset);
        if (_format.Decimal != '.')
            json.WriteString("decimal", _format.Decimal.ToString());
        if (_format.Thousands is { } mark)
            json.WriteString("thousands", mark.ToString());
        if (_format.Unit is { } unit)
            json.WriteString("unit", unit.ToString());
    }
}
