using System.Globalization;

namespace Elucid;

/// <summary>What the steps of a <see cref="TimeGrid"/> are made of.</summary>
public enum TimeUnit
{
    /// <summary>Plain numbers, such as years.</summary>
    Number,

    /// <summary>Seconds of dates: hours, days, weeks.</summary>
    Second,

    /// <summary>Days from Monday to Friday.</summary>
    Weekday,

    /// <summary>Months, however long they are.</summary>
    Month,
}

/// <summary>The times at which series have values, by number: 0 is the first one.</summary>
/// <param name="Unit">What steps are made of.</param>
/// <param name="Step">Units of a step.</param>
/// <param name="Origin">Step 0, as days since 1970 or as a plain number.</param>
/// <param name="Day">The day of months: 1 to 31, where months that are shorter end; 0 for any.</param>
/// <param name="IsLoose">Whether times between steps belong to the step before, as a frequency was stated.</param>
public sealed record TimeGrid(TimeUnit Unit, double Step, double Origin, int Day = 1, bool IsLoose = false)
{
    internal const double SecondsOfDay = 86_400;

    // Of a step: years with months as decimals are rounded to two digits.
    const double NumberTolerance = 0.1, DecimalYears = 0.002;
    const int LongestSeason = 400;

    /// <summary>The frequency in words: monthly, every 15 minutes, in steps of 1.</summary>
    public string Name => Unit switch
    {
        TimeUnit.Month => Step switch { 1 => "monthly", 3 => "quarterly", 12 => "yearly", _ => $"every {Step} months" },
        TimeUnit.Weekday => "on weekdays",
        TimeUnit.Second => Step switch
        {
            1 => "every second",
            60 => "every minute",
            3600 => "hourly",
            SecondsOfDay => "daily",
            7 * SecondsOfDay => "weekly",
            _ when Step % SecondsOfDay == 0 => $"every {Step / SecondsOfDay} days",
            _ when Step % 3600 == 0 => $"every {Step / 3600} hours",
            _ when Step % 60 == 0 => $"every {Step / 60} minutes",
            _ => $"every {Step} seconds",
        },
        _ => YearPart is { } parts ? parts == 12 ? "monthly" : "quarterly" : $"in steps of {Excerpt.Of(Math.Round(Step, 6))}",
    };

    /// <summary>One step in words, as the end of "a value for every": month, day, step.</summary>
    public string StepName => Name switch
    {
        "monthly" => "month",
        "quarterly" => "quarter",
        "yearly" => "year",
        "weekly" => "week",
        "daily" => "day",
        "hourly" => "hour",
        "on weekdays" => "weekday",
        _ => "step",
    };

    /// <summary>Steps after which patterns usually come again: 12 months, 7 days, 24 hours; 1 where none is usual.</summary>
    public int Season => Unit switch
    {
        TimeUnit.Month => 12 % Step == 0 ? (int)(12 / Step) : 1,
        TimeUnit.Weekday => 5,
        TimeUnit.Second => Step switch
        {
            7 * SecondsOfDay => 52,
            SecondsOfDay => 7,
            < SecondsOfDay when SecondsOfDay % Step == 0 && SecondsOfDay / Step <= LongestSeason => (int)(SecondsOfDay / Step),
            < 3600 when 3600 % Step == 0 && 3600 / Step <= LongestSeason => (int)(3600 / Step),
            _ => 1,
        },
        _ => YearPart ?? 1,
    };

    /// <summary>Whether a day has several steps, so that summer time moves them.</summary>
    internal bool IsWithinDays => Unit == TimeUnit.Second && Step < SecondsOfDay;

    // Months and quarters as decimals of years.
    int? YearPart => Unit == TimeUnit.Number && Origin is > 1000 and < 3000
        ? Math.Abs(Step - 1.0 / 12) < DecimalYears ? 12 : Math.Abs(Step - 0.25) < DecimalYears ? 4 : null
        : null;

    /// <summary>Which step a time is.</summary>
    /// <param name="time">Days since 1970, or a plain number.</param>
    /// <param name="index">The step's number; of a time between steps the one before.</param>
    /// <returns>Whether the time is a step.</returns>
    public bool TryIndex(double time, out long index)
    {
        (double place, bool isExact) = Unit switch
        {
            TimeUnit.Month => Months(time),
            TimeUnit.Weekday => Weekdays(time),
            TimeUnit.Second => ((Seconds(time) - Seconds(Origin)) / Step, true),
            _ => Numbers(time),
        };
        if (!(Math.Abs(place) < 1e12))
        {
            index = 0;
            return false;
        }
        index = (long)Math.Floor(place);
        return IsLoose || (isExact && index == place);
    }

    /// <summary>When a step is: days since 1970, or a plain number.</summary>
    public double TimeOf(long index) => Unit switch
    {
        TimeUnit.Month => DaysOf(MonthOf(Origin) + index * (long)Step),
        TimeUnit.Weekday => Weekday(WeekdayOf(Origin) + index),
        TimeUnit.Second => (Seconds(Origin) + index * Step) / SecondsOfDay,
        _ => Origin + index * Step,
    };

    /// <summary>When a step is, as a table writes it: 1960-12, 1960-12-31, 1960-12-31 14:00.</summary>
    public string TextOf(long index)
    {
        if (Unit == TimeUnit.Number)
            return Math.Round(TimeOf(index), 6).ToString(CultureInfo.InvariantCulture);
        DateTime date = DateOf(TimeOf(index));
        return date.ToString(
            Unit == TimeUnit.Month && Day <= 1 ? "yyyy-MM" : Unit == TimeUnit.Second && Step % SecondsOfDay != 0
                ? Step % 60 == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd",
            CultureInfo.InvariantCulture);
    }

    internal static DateTime DateOf(double days) => DateTime.UnixEpoch.AddSeconds(Seconds(days));

    internal static double Seconds(double days) => Math.Round(days * SecondsOfDay);

    /// <summary>Months since the year 0.</summary>
    internal static long MonthOf(double days) => DateOf(days) is var date ? (12L * date.Year) + date.Month - 1 : 0;

    (double, bool) Months(double time)
    {
        DateTime date = DateOf(time);
        bool isDay = Day == 0 || (date.Day == Math.Min(Day, DateTime.DaysInMonth(date.Year, date.Month)) && date.TimeOfDay == TimeSpan.Zero);
        return ((MonthOf(time) - MonthOf(Origin)) / Step, isDay);
    }

    (double, bool) Weekdays(double time)
    {
        double day = Math.Floor(time);
        return (WeekdayOf(day) - WeekdayOf(Origin), day == time && IsWeekday(day));
    }

    (double, bool) Numbers(double time)
    {
        double place = (time - Origin) / Step, nearest = Math.Round(place);
        return (Math.Abs(place - nearest) <= NumberTolerance ? nearest : place, true);
    }

    double DaysOf(long month)
    {
        int year = (int)Math.Clamp(month / 12, 1, 9999), of = (int)(month % 12) + 1;
        DateTime date = new(year, of, Math.Clamp(Day, 1, DateTime.DaysInMonth(year, of)));
        return (date - DateTime.UnixEpoch).TotalDays;
    }

    // 1970-01-05 was a Monday. A weekend belongs to its Friday.
    internal static long WeekdayOf(double days)
    {
        long day = (long)Math.Floor(days) - 4, week = (long)Math.Floor(day / 7.0);
        return (5 * week) + Math.Min(day - (7 * week), 4);
    }

    internal static bool IsWeekday(double days)
    {
        long day = (long)Math.Floor(days) - 4;
        return day - (7 * (long)Math.Floor(day / 7.0)) < 5;
    }

    static double Weekday(long number)
    {
        long week = (long)Math.Floor(number / 5.0);
        return (7 * week) + (number - (5 * week)) + 4;
    }
}
