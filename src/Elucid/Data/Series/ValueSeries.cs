namespace Elucid;

/// <summary>One series of a table: a value for each step, without gaps.</summary>
public sealed class ValueSeries
{
    readonly double[] _values;
    readonly float[] _covariates;

    internal ValueSeries(string name, long first, double[] values, float[] covariates) =>
        (Name, First, _values, _covariates) = (name, first, values, covariates);

    /// <summary>What its rows say in the series' column; empty in a table of one series.</summary>
    public string Name { get; }

    /// <summary>The step of its first value, in the table's <see cref="SeriesSchema.Grid"/>.</summary>
    public long First { get; }

    /// <summary>The step after its last value: the first one to be foretold.</summary>
    public long End => First + _values.Length;

    /// <summary>The values, one for each step.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>What repeating the last season foretells: the value of the same place in it. A series that is younger than a season repeats its last
    /// value.</summary>
    /// <param name="cutoff">The first step that is foretold, in the table's grid; the series reaches up to it.</param>
    /// <param name="step">How many steps after that, from 0.</param>
    /// <param name="season">Steps of a season; 1 repeats the last value.</param>
    public double SeasonBefore(long cutoff, int step, int season)
    {
        int known = (int)(cutoff - First);
        return _values[known < season ? known - 1 : known - season + (step % season)];
    }

    /// <summary>The numbers of all covariates, step by step; NaN where one is missing. Of those that are known ahead there may be more steps than
    /// values.</summary>
    internal ReadOnlySpan<float> Covariates => _covariates;

    /// <summary>The series as it was before a step; covariates stay.</summary>
    internal ValueSeries Before(long end) => new(Name, First, _values[..(int)(end - First)], _covariates);
}
