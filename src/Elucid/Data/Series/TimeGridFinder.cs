namespace Elucid;

/// <summary>Finds out how often series have values.</summary>
internal static class TimeGridFinder
{
    /// <summary>The grid of times.</summary>
    /// <param name="series">The times of each series, rising, without duplicates.</param>
    /// <param name="areDates">Whether they are days since 1970, and no plain numbers.</param>
    /// <param name="stated">The frequency, if the user said it.</param>
    /// <param name="path">What messages call the table.</param>
    /// <exception cref="DataFormatException">There are too few times to tell, or plain numbers of a stated frequency.</exception>
    public static TimeGrid Find(IReadOnlyList<double[]> series, bool areDates, SeriesFrequency stated, string path)
    {
        double origin = series.Min(times => times[0]);
        if (stated != SeriesFrequency.Recognize)
            return areDates ? Stated(stated, origin) : throw new DataFormatException(
                $"'{path}': expected dates, as {Spelling.Of(nameof(SeriesOptions.Frequency), stated)} is stated, but the times are plain numbers, "
                    + $"whose steps are found. Omit {Spelling.Of(nameof(SeriesOptions.Frequency))}.");
        double[] steps = [.. series.SelectMany(times => times.Zip(times.Skip(1), (a, b) => b - a))];
        if (steps.Length < 2)
            throw new DataFormatException(
                $"'{path}': expected a series of several times, but there is none with three. Check that the time column is the right one, or name "
                    + $"the frequency with {Spelling.Of(nameof(SeriesOptions.Frequency))}.");
        return areDates ? OfDates(series, steps, origin) : OfNumbers(steps, origin);
    }

    static TimeGrid Stated(SeriesFrequency frequency, double origin) => frequency switch
    {
        SeriesFrequency.Monthly => new(TimeUnit.Month, 1, FirstOfMonth(origin), Day: 0, IsLoose: true),
        SeriesFrequency.Quarterly => new(TimeUnit.Month, 3, FirstOfMonth(origin), Day: 0, IsLoose: true),
        SeriesFrequency.Yearly => new(TimeUnit.Month, 12, FirstOfMonth(origin), Day: 0, IsLoose: true),
        SeriesFrequency.Weekdays => new(TimeUnit.Weekday, 1, Math.Floor(origin), IsLoose: true),
        SeriesFrequency.Weekly => new(TimeUnit.Second, 7 * TimeGrid.SecondsOfDay, Math.Floor(origin), IsLoose: true),
        SeriesFrequency.Daily => new(TimeUnit.Second, TimeGrid.SecondsOfDay, Math.Floor(origin), IsLoose: true),
        _ => new(TimeUnit.Second, 3600, Math.Floor(origin * 24) / 24, IsLoose: true),
    };

    static double FirstOfMonth(double days) => TimeGrid.DateOf(days) is var date ? Math.Floor(days) - date.Day + 1 : 0;

    static TimeGrid OfDates(IReadOnlyList<double[]> series, double[] steps, double origin)
    {
        double[] all = [.. series.SelectMany(times => times)];
        bool areDays = all.All(time => time == Math.Floor(time));
        if (areDays)
        {
            int day = all.Max(time => TimeGrid.DateOf(time).Day);
            TimeGrid months = new(TimeUnit.Month, 1, origin, day);
            if (all.All(time => months.TryIndex(time, out _)))
                return months with
                {
                    Step = series.SelectMany(times => times.Zip(times.Skip(1), (a, b) => TimeGrid.MonthOf(b) - TimeGrid.MonthOf(a)))
                        .Aggregate(0L, Gcd),
                };
        }
        double step = Commonest(steps.Select(TimeGrid.Seconds));
        return areDays && step == TimeGrid.SecondsOfDay && all.All(TimeGrid.IsWeekday) && all.Max() - all.Min() > 7
            ? new TimeGrid(TimeUnit.Weekday, 1, origin)
            : new TimeGrid(TimeUnit.Second, step, origin);
    }

    // The step that half of the others are not below, measured over all that are as long.
    static TimeGrid OfNumbers(double[] steps, double origin)
    {
        double middle = steps.Order().ElementAt(steps.Length / 2);
        double[] alike = [.. steps.Where(step => Math.Abs(step - middle) < 0.25 * middle)];
        double mean = alike.Average();
        return new TimeGrid(TimeUnit.Number, alike.All(step => step == alike[0]) ? middle : mean, origin);
    }

    static double Commonest(IEnumerable<double> steps) => steps.GroupBy(step => step).OrderByDescending(group => group.Count())
        .ThenBy(group => group.Key).First().Key;

    static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
