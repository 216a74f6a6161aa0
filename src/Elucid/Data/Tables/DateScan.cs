namespace Elucid;

/// <summary>Finds out whether the values of a column are dates, and in which order day, month and year stand.</summary>
internal sealed class DateScan(DateOrder[] orders)
{
    // A column of texts is not tried to its end.
    const int EnoughTries = 100;

    readonly OrderScan[] _scans = [.. orders.Select(order => new OrderScan(order))];
    int _tries, _dates;

    /// <summary>Takes a value into account.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isNumber">Whether it is a plain number: such a date is compact.</param>
    /// <param name="line">Where it stands.</param>
    public void Add(ReadOnlySpan<char> text, bool isNumber, int line)
    {
        if (_scans.Length == 0 || (_tries > EnoughTries && _dates < _tries / 4))
            return;
        _tries++;
        bool isDate = false;
        foreach (OrderScan scan in _scans)
            if ((scan.Order == DateOrder.Compact) == isNumber)
                isDate |= scan.Add(text, line);
            else
                scan.Miss(text, line);
        _dates += isDate ? 1 : 0;
    }

    /// <summary>The order that most values have, the first of equals, and how many do.</summary>
    public OrderScan? Best => _scans.MaxBy(scan => scan.Count);

    /// <summary>Whether day and month could change places in every value, and that would make other dates of them.</summary>
    public bool IsAmbiguous => _scans.Where(scan => scan.Order is DateOrder.DayMonthYear or DateOrder.MonthDayYear).ToArray()
        is [{ } dayFirst, { } monthFirst] && dayFirst.Count == monthFirst.Count && dayFirst.Hash != monthFirst.Hash;

    /// <summary>What one order makes of the values.</summary>
    internal sealed class OrderScan(DateOrder order)
    {
        public DateOrder Order => order;

        public int Count { get; private set; }

        public DateTime First { get; private set; } = DateTime.MaxValue;

        public DateTime Last { get; private set; } = DateTime.MinValue;

        /// <summary>Tells apart what two orders make of the same values.</summary>
        public long Hash { get; private set; }

        /// <summary>Whether a value has a time of day.</summary>
        public bool HasTimes { get; private set; }

        /// <summary>The first value that is no date in this order.</summary>
        public Sighting Misfit { get; private set; }

        public bool Add(ReadOnlySpan<char> text, int line)
        {
            if (!DateText.TryParse(text, order, out DateTime date))
            {
                Miss(text, line);
                return false;
            }
            Count++;
            Hash = unchecked((31 * Hash) + date.Ticks);
            First = date < First ? date : First;
            Last = date > Last ? date : Last;
            HasTimes = HasTimes || date.TimeOfDay != TimeSpan.Zero;
            return true;
        }

        public void Miss(ReadOnlySpan<char> text, int line) => Misfit = Misfit.Or(text, line);
    }
}
