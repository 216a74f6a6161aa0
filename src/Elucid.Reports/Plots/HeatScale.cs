namespace Elucid.Reports;

/// <summary>From values to the steps of <see cref="HeatColors"/>.</summary>
internal sealed class HeatScale
{
    readonly AxisScale _scale;
    readonly double _middle, _reach;

    /// <summary>Fits the scale to values.</summary>
    public HeatScale(Axis axis, IEnumerable<double> values, double? middle)
    {
        double[] known = [.. values.Where(v => double.IsFinite(v) && (v > 0 || !axis.IsLogarithmic))];
        _scale = new AxisScale(axis, middle is double m ? known.Append(m) : known, 3, tight: true);
        _middle = middle is double part ? _scale.Position(part) : double.NaN;
        IsParted = double.IsFinite(_middle);
        _reach = IsParted ? Math.Max(Math.Max(_middle, 1 - _middle), 1e-9) : 1;
        Low = axis.Min ?? known.DefaultIfEmpty(0).Min();
        High = axis.Max ?? known.DefaultIfEmpty(1).Max();
    }

    /// <summary>Whether two colours part at a middle.</summary>
    public bool IsParted { get; }

    /// <summary>The value of the first step that is used.</summary>
    public double Low { get; }

    /// <summary>The value of the last one.</summary>
    public double High { get; }

    /// <summary>The step of a value, negative below the middle; null for one that has no place.</summary>
    public int? StepOf(double value)
    {
        double at = Math.Clamp(_scale.Position(value), 0, 1);
        return double.IsNaN(at) ? null : (int)Math.Round(HeatColors.Steps * (IsParted ? (at - _middle) / _reach : at));
    }

    /// <summary>The steps from that of the lowest value to that of the highest.</summary>
    public IEnumerable<int> Steps =>
        StepOf(Low) is int low && StepOf(High) is int high ? Enumerable.Range(low, Math.Max(0, high - low) + 1) : [];
}
