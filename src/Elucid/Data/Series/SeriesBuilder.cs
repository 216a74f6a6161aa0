namespace Elucid;

/// <summary>Makes a series of its rows: one value for each step, gaps filled where that is asked for.</summary>
/// <param name="path">What messages call the table.</param>
/// <param name="seriesColumn">The column that tells series apart; null for one series.</param>
/// <param name="target">The column to foretell.</param>
/// <param name="grid">The steps.</param>
/// <param name="gaps">What becomes of steps without a value.</param>
/// <param name="width">Numbers of the covariates.</param>
internal sealed class SeriesBuilder(string path, string? seriesColumn, string target, TimeGrid grid, GapFilling gaps, int width)
{
    /// <summary>Steps that were filled, and the first of them.</summary>
    public int Filled { get; private set; }

    /// <summary>When the first filled step was.</summary>
    public string FirstFilled { get; private set; } = "";

    /// <summary>The series of rows in the order of time.</summary>
    /// <exception cref="DataFormatException">A time is no step or stands twice, a value is missing in the middle, or there is none.</exception>
    public ValueSeries Build(string name, IReadOnlyList<SeriesRow> rows)
    {
        long[] steps = [.. rows.Select(row => StepOf(row, name))];
        for (int i = 1; i < steps.Length; i++)
            if (steps[i] == steps[i - 1])
                throw Twice(name, rows[i - 1], rows[i], steps[i]);
        int first = Enumerable.Range(0, rows.Count).FirstOrDefault(i => !double.IsNaN(rows[i].Value), -1),
            last = Enumerable.Range(0, rows.Count).LastOrDefault(i => !double.IsNaN(rows[i].Value), -1);
        if (first < 0)
            throw new DataFormatException($"{Place(name)}: expected values of '{Excerpt.Of(target)}', but all are missing. Remove its rows.");
        long length = steps[last] - steps[first] + 1, all = steps[^1] - steps[first] + 1;
        int known = Enumerable.Range(first, last - first + 1).Count(i => !double.IsNaN(rows[i].Value));
        RequireFew(name, length, known, all, rows.Count - first);

        double[] values = new double[length];
        float[] covariates = new float[all * width];
        values.AsSpan().Fill(double.NaN);
        covariates.AsSpan().Fill(float.NaN);
        for (int i = first; i < rows.Count; i++)
        {
            long at = steps[i] - steps[first];
            if (at < length)
                values[at] = rows[i].Value;
            rows[i].Covariates.CopyTo(covariates.AsSpan((int)at * width));
        }
        Fill(name, steps[first], values, known);
        return new ValueSeries(name, steps[first], values, covariates);
    }

    long StepOf(SeriesRow row, string name) => grid.TryIndex(row.Time, out long step) ? step : throw new DataFormatException(
        $"'{path}', line {row.Line}: expected times {InWords}, as between most rows{Of(name)}, but "
            + $"{Text(row.Time)} is between {grid.TextOf(step)} and {grid.TextOf(step + 1)}. Correct the time, or name the frequency with "
            + $"{Spelling.Of(nameof(SeriesOptions.Frequency))}.");

    string InWords => grid.Name.StartsWith("in ", StringComparison.Ordinal) ? grid.Name : $"that are {grid.Name}";

    string Text(double time) => grid.Unit == TimeUnit.Number ? Excerpt.Of(time)
        : TimeGrid.DateOf(time).ToString(time == Math.Floor(time) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss",
            System.Globalization.CultureInfo.InvariantCulture);

    DataFormatException Twice(string name, SeriesRow first, SeriesRow second, long step)
    {
        (int low, int high) = (Math.Min(first.Line, second.Line), Math.Max(first.Line, second.Line));
        return new DataFormatException(
            $"'{path}', line {high}: expected one row for each time{Of(name)}, but {grid.TextOf(step)} stands on line {low} already. Remove one of "
                + $"the two"
                + (seriesColumn is not null ? "."
                    : $", or name the column that tells several series apart with {Spelling.Of(nameof(SeriesOptions.Series), "COLUMN")}.")
                + ClocksSet("back"));
    }

    string ClocksSet(string where) => grid.IsWithinDays
        ? $" Where clocks were set {where}, write times that know of no such change, such as those of UTC, or behind each how far it is from "
            + "UTC (+02:00)." : "";

    // What is filled in must not be more than what is known, nor more than memory.
    void RequireFew(string name, long length, int known, long all, int rows)
    {
        if (length > 2L * known || all > 2L * rows + 10_000 || all * (width + 2) > int.MaxValue / 8)
            throw new DataFormatException(
                $"{Place(name)}: expected values that are {grid.Name}, but of {length:N0} steps only {known:N0} have one. Name the frequency with "
                    + $"{Spelling.Of(nameof(SeriesOptions.Frequency))}, or leave out rows before the gaps.");
    }

    void Fill(string name, long first, double[] values, int known)
    {
        for (int i = 1; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
                continue;
            if (gaps == GapFilling.Refuse)
                throw new DataFormatException(
                    $"{Place(name)}: expected a value of '{Excerpt.Of(target)}' for every {grid.StepName}, but {grid.TextOf(first + i)} has none, "
                        + (values.Length - known == 1 ? "the only gap. " : $"the first of {values.Length - known:N0} without. ")
                        + $"Add the value, or fill gaps in with {Spelling.Of(nameof(SeriesOptions.Gaps), GapFilling.Linear)} or "
                        + $"{Spelling.Of(nameof(SeriesOptions.Gaps), GapFilling.Last)}." + ClocksSet("forward"));
            int next = i + 1;
            while (double.IsNaN(values[next]))
                next++;
            double before = values[i - 1], after = values[next];
            if (Filled == 0)
                FirstFilled = grid.TextOf(first + i);
            Filled += next - i;
            for (int at = i, begin = i - 1; at < next; at++)
                values[at] = gaps == GapFilling.Last ? before : before + ((after - before) * (at - begin) / (next - begin));
            i = next;
        }
    }

    string Place(string name) => seriesColumn is null ? $"'{path}'" : $"'{path}', series '{Excerpt.Of(name)}'";

    string Of(string name) => seriesColumn is null ? "" : $" of series '{Excerpt.Of(name)}'";
}
