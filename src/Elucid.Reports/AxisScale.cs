namespace Elucid.Reports;

/// <summary>Where a label stands on an axis: 0 at its start, 1 at its end.</summary>
internal readonly record struct Tick(double Position, string Label);

/// <summary>The map from values to positions along an axis, with round tick values.</summary>
internal sealed class AxisScale
{
    // Room for a span of twice this, and for the margins, without reaching infinity.
    const double Largest = 1e300;
    const double Margin = 0.04;
    const double CategoryMargin = 0.3;

    readonly Axis _axis;
    readonly double _start, _span;

    /// <summary>Fits <paramref name="axis"/> to the values that can be drawn on it.</summary>
    /// <param name="axis">Its limits come before those of the values.</param>
    /// <param name="values">Any; those that are not finite count for nothing.</param>
    /// <param name="ticks">About how many ticks there is room for.</param>
    /// <param name="tight">Whether the axis ends at the extreme values rather than a little beyond them.</param>
    public AxisScale(Axis axis, IEnumerable<double> values, int ticks, bool tight = false)
    {
        _axis = axis;
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        bool integers = true;
        foreach (double value in values)
        {
            if (!double.IsFinite(Coordinate(value)))
                continue;
            integers &= value == Math.Floor(value);
            low = Math.Min(low, Coordinate(value));
            high = Math.Max(high, Coordinate(value));
        }
        double dataLow = low, dataHigh = high;
        if (low > high)
            (low, high) = axis.IsLogarithmic ? (-1, 0) : (0, 1);
        if (high - low <= 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high)))
        {
            double around = low == 0 ? 1 : axis.IsLogarithmic ? 0.5 : 0.05 * Math.Abs(low);
            (low, high) = (low - around, high + around);
        }
        else if (!tight)
        {
            double margin = Margin * (high - low);
            (low, high) = (low - margin, high + margin);
        }
        // A share of the whole never passes 0 or 100 %: neither does its axis.
        if (axis.IsPercent && !axis.IsLogarithmic && dataLow >= 0 && dataHigh <= 1)
            (low, high) = (Math.Max(low, 0), Math.Min(high, 1));

        if (axis.Categories.Count > 0)
            (low, high) = (-CategoryMargin, axis.Categories.Count - 1 + CategoryMargin);

        double min = Coordinate(axis.Min ?? double.NaN), max = Coordinate(axis.Max ?? double.NaN);
        low = double.IsFinite(min) ? min : low;
        high = double.IsFinite(max) ? max : high;
        if (high <= low)
            high = low + (low == 0 ? 1 : Math.Abs(low));
        (_start, _span) = (low, high - low);
        Ticks = axis.Categories.Count > 0 ? CategoryTicks() : axis.IsLogarithmic ? LogarithmicTicks(ticks) : LinearTicks(ticks, integers && tight);
    }

    /// <summary>The labelled positions in increasing order.</summary>
    public IReadOnlyList<Tick> Ticks { get; }

    /// <summary>The place of <paramref name="value"/>, below 0 or above 1 when it lies outside; NaN when it cannot be drawn.</summary>
    public double Position(double value)
    {
        double at = Coordinate(value);
        return double.IsFinite(at) ? (at - _start) / _span : double.NaN;
    }

    double Coordinate(double value) =>
        !double.IsFinite(value) ? double.NaN
        : !_axis.IsLogarithmic ? Math.Clamp(value, -Largest, Largest)
        : value > 0 ? Math.Log10(value) : double.NaN;

    static bool IsInside(double position) => position is > -1e-9 and < 1 + 1e-9;

    List<Tick> CategoryTicks() =>
        [.. _axis.Categories.Select((name, i) => new Tick(Position(i), name)).Where(t => IsInside(t.Position))];

    List<Tick> LinearTicks(int count, bool integers)
    {
        double unit = _axis.IsPercent ? 100 : 1;
        double step = RoundStep(_span * unit / Math.Max(count, 1));
        if (integers)
            step = Math.Max(step, 1);
        double first = Math.Ceiling(_start * unit / step - 1e-9), last = Math.Floor((_start + _span) * unit / step + 1e-9);
        var ticks = new List<Tick>();
        // Far from 0 a step can be lost in rounding: then the difference is what ends the loop.
        for (int i = 0; i <= last - first && i < 100; i++)
        {
            double value = (first + i) * step;
            ticks.Add(new((value / unit - _start) / _span, Format.Tick(value, step) + (_axis.IsPercent ? " %" : "")));
        }
        return ticks;
    }

    List<Tick> LogarithmicTicks(int count)
    {
        var ticks = new List<Tick>();
        int first = (int)Math.Ceiling(_start - 1e-9), last = (int)Math.Floor(_start + _span + 1e-9);
        if (last - first >= 2)
        {
            int stride = Math.Max(1, (last - first + count - 1) / Math.Max(count, 1));
            for (int power = first; power <= last; power += stride)
                ticks.Add(new((power - _start) / _span, Format.PowerOfTen(power)));
            return ticks;
        }
        // Less than two decades: 1, 2, 5, and where even these are too few, equal steps.
        for (int power = first - 1; power <= last; power++)
        {
            foreach (int digit in (ReadOnlySpan<int>)[1, 2, 5])
            {
                double position = (power + Math.Log10(digit) - _start) / _span;
                if (IsInside(position))
                    ticks.Add(new(position, Format.Tick(digit * Math.Pow(10, power), Math.Pow(10, power))));
            }
        }
        if (ticks.Count >= 2)
            return ticks;
        double low = Math.Pow(10, _start), high = Math.Pow(10, _start + _span), step = RoundStep((high - low) / Math.Max(count, 1));
        return [.. Enumerable.Range(0, 100).Select(i => (Math.Ceiling(low / step) + i) * step).TakeWhile(v => v <= high)
            .Select(v => new Tick((Math.Log10(v) - _start) / _span, Format.Tick(v, step)))];
    }

    // The smallest of 1, 2, 5, 10 times a power of ten that gives at most a tenth more ticks than there were asked for.
    static double RoundStep(double step)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(step)));
        foreach (int digit in (ReadOnlySpan<int>)[1, 2, 5])
        {
            if (step <= digit * power * 1.1)
                return digit * power;
        }
        return 10 * power;
    }
}
