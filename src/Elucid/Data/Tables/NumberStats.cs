namespace Elucid;

/// <summary>What some numbers have in common.</summary>
internal struct NumberStats
{
    public NumberStats() => (Low, High, AreWhole) = (double.PositiveInfinity, double.NegativeInfinity, true);

    public int Count { get; private set; }

    public double Low { get; private set; }

    public double High { get; private set; }

    public bool AreWhole { get; private set; }

    /// <summary>The first number that is no finite float32.</summary>
    public Sighting Infinite { get; private set; }

    public void Add(double value)
    {
        Count++;
        if (value < Low)
            Low = value;
        if (value > High)
            High = value;
        AreWhole = AreWhole && value == Math.Floor(value);
    }

    /// <summary>Counts a number that is no finite float32.</summary>
    public void AddInfinite(ReadOnlySpan<char> text, int line) => (Count, AreWhole, Infinite) = (Count + 1, false, Infinite.Or(text, line));

    public static NumberStats operator +(NumberStats a, NumberStats b) => new()
    {
        Count = a.Count + b.Count,
        Low = Math.Min(a.Low, b.Low),
        High = Math.Max(a.High, b.High),
        AreWhole = a.AreWhole && b.AreWhole,
        Infinite = a.Infinite.Earlier(b.Infinite),
    };
}
