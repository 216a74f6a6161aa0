namespace Elucid;

/// <summary>How often a series has a value.</summary>
public enum SeriesFrequency
{
    /// <summary>Found from the times; the default.</summary>
    Recognize,

    /// <summary>Every hour.</summary>
    Hourly,

    /// <summary>Every day.</summary>
    Daily,

    /// <summary>Every day from Monday to Friday.</summary>
    Weekdays,

    /// <summary>Every week.</summary>
    Weekly,

    /// <summary>Every month.</summary>
    Monthly,

    /// <summary>Every third month.</summary>
    Quarterly,

    /// <summary>Every year.</summary>
    Yearly,
}
