using System.Globalization;
using System.Text.Json;

namespace Elucid;

/// <summary>
/// A column of dates: the days since <see cref="Origin"/>, and where the date stands in the year, in the week and, if there are times, in the day,
/// each as a sine and a cosine, so that December lies beside January.
/// </summary>
public sealed class DateColumn : Column
{
    const double DaysOfYear = 365.25;

    static readonly string[] Cycles = ["year", "week", "day"];

    /// <summary>A column of dates.</summary>
    /// <param name="name">As in the header.</param>
    /// <param name="order">How they are written.</param>
    /// <param name="origin">From where days are counted.</param>
    /// <param name="hasTimes">Whether the time of day becomes features, too.</param>
    public DateColumn(string name, DateOrder order, DateTime origin, bool hasTimes) : this(name, order, origin, hasTimes, [], hasIndicator: false)
    {
    }

    internal DateColumn(string name, DateOrder order, DateTime origin, bool hasTimes, ReadOnlySpan<float> fill, bool hasIndicator)
        : base(name, hasTimes ? 7 : 5, fill, hasIndicator) => (Order, Origin, HasTimes) = (order, origin, hasTimes);

    /// <summary>How the dates are written.</summary>
    public DateOrder Order { get; }

    /// <summary>From where days are counted: a day in the middle of the column's.</summary>
    public DateTime Origin { get; }

    /// <summary>Whether the time of day becomes features, too.</summary>
    public bool HasTimes { get; }

    internal override ColumnKind Kind => DateKind.Instance;

    private protected override IEnumerable<string> ValueNames =>
        [$"{Name}: days", .. Cycles.Take(HasTimes ? 3 : 2).SelectMany(cycle => new[] { $"{Name}: sin {cycle}", $"{Name}: cos {cycle}" })];

    private protected override string ValueDescription =>
        $"{ValueWidth} features: days; {string.Join(", ", Cycles.Take(HasTimes ? 3 : 2))}";

    internal override string? Encode(ReadOnlySpan<char> value, Span<float> features)
    {
        if (!DateText.TryParse(value, Order, out DateTime date, out _))
            return $"a date such as {DateKind.Example(Order)}";
        Encode(date, features);
        return null;
    }

    /// <summary>Writes a date as features.</summary>
    internal void Encode(DateTime date, Span<float> features)
    {
        double day = date.TimeOfDay.TotalDays;
        features[0] = (float)(date - Origin).TotalDays;
        Cycle((date.DayOfYear - 1 + day) / DaysOfYear, features[1..]);
        Cycle(((int)date.DayOfWeek + day) / 7, features[3..]);
        if (HasTimes)
            Cycle(day, features[5..]);
    }

    /// <inheritdoc/>
    public override string TextOf(ReadOnlySpan<float> features)
    {
        double most = (DateTime.MaxValue - Origin).TotalDays - 1, least = (DateTime.MinValue - Origin).TotalDays + 1;
        DateTime date = Origin.AddDays(float.IsNaN(features[0]) ? 0 : Math.Clamp(features[0], least, most));
        return date.ToString(HasTimes ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    static void Cycle(double part, Span<float> features)
    {
        (double sin, double cos) = Math.SinCos(2 * Math.PI * part);
        (features[0], features[1]) = ((float)sin, (float)cos);
    }

    internal override Column With(ReadOnlySpan<float> fill, bool hasIndicator) => new DateColumn(Name, Order, Origin, HasTimes, fill, hasIndicator);

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("order", Order.ToString());
        json.WriteString("origin", Origin);
        json.WriteBoolean("times", HasTimes);
    }
}
