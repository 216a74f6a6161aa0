namespace Elucid;

/// <summary>How a table writes dates.</summary>
public enum DateOrder
{
    /// <summary>2024-01-31, also with / or points; 2024-01 is its first day.</summary>
    YearMonthDay,

    /// <summary>20240131: a number of eight digits from 1900 to 2100.</summary>
    Compact,

    /// <summary>31/1/2024, 31.1.2024, 31-1-2024, 31/1/24; and, as under <see cref="MonthDayYear"/>, 31 Jan 2024 and Jan 31 2024.</summary>
    DayMonthYear,

    /// <summary>1/31/2024, 1-31-2024, 1/31/24.</summary>
    MonthDayYear,
}

/// <summary>Whether columns of dates are recognised.</summary>
public enum DateReading
{
    /// <summary>They are; where day and month could change places in every value, the column is left out until the order is named.</summary>
    Recognize,

    /// <summary>As <see cref="Recognize"/>, and 1/2/2024 is the first of February.</summary>
    DayFirst,

    /// <summary>As <see cref="Recognize"/>, and 1/2/2024 is the second of January.</summary>
    MonthFirst,

    /// <summary>They are texts or numbers like others.</summary>
    Off,
}
