using System.Buffers;

namespace Elucid;

/// <summary>Finds out whether the values of a column are dates, and in which order day, month and year stand.</summary>
internal sealed class DateScan(DateOrder[] orders)
{
    // A column of texts is not tried to its end.
    const int EnoughTries = 100;

    static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // From the first date on: most columns have none.
    OrderScan[] _scans = [];
    Sighting _first;
    int _tries, _dates;

    /// <summary>Takes a value into account.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isNumber">Whether it is a plain number: such a date is compact.</param>
    /// <param name="line">Where it stands.</param>
    public void Add(ReadOnlySpan<char> text, bool isNumber, int line)
    {
        if (orders.Length == 0 || (_tries > EnoughTries && _dates < _tries / 4))
            return;
        _tries++;
        if (_scans.Length == 0)
        {
            if (!IsDate(text, isNumber))
            {
                _first = _first.Or(text, line);
                return;
            }
            _scans = [.. orders.Select(order => new OrderScan(order) { Misfit = _first })];
        }
        bool isDate = false;
        foreach (OrderScan scan in _scans)
            if ((scan.Order == DateOrder.Compact) == isNumber)
                isDate |= scan.Add(text, line);
            else
                scan.Miss(text, line);
        _dates += isDate ? 1 : 0;
    }

    bool IsDate(ReadOnlySpan<char> text, bool isNumber)
    {
        foreach (DateOrder order in orders)
            if ((order == DateOrder.Compact) == isNumber && DateText.TryParse(text, order, out _, out _))
                return true;
        return false;
    }

    /// <summary>The first value if it is no date for the name of a zone behind it: 2024-01-31 12:30 CET.</summary>
    public Sighting NamedZone
    {
        get
        {
            ReadOnlySpan<char> text = _first.Text, date = text[..(text.LastIndexOfAnyExcept(Letters) + 1)];
            return date.Length < text.Length && date.Contains(':') && IsDate(date, isNumber: false) ? _first : default;
        }
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

        /// <summary>How far the first value that is a date is from UTC; null where it does not say.</summary>
        public TimeSpan? Offset { get; private set; }

        /// <summary>The first value that is another time from UTC, or says nothing of it where the first does, or the other way round.</summary>
        public Sighting OtherOffset { get; private set; }

        /// <summary>Whether some values say how far they are from UTC, and others do not.</summary>
        public bool LacksOffsets { get; private set; }

        /// <summary>The first value that is no date in this order.</summary>
        public Sighting Misfit { get; set; }

        public bool Add(ReadOnlySpan<char> text, int line)
        {
            if (!DateText.TryParse(text, order, out DateTime date, out TimeSpan? offset))
            {
                Miss(text, line);
                return false;
            }
            if (Count == 0)
                Offset = offset;
            else if (offset != Offset)
            {
                OtherOffset = LacksOffsets ? OtherOffset : OtherOffset.Or(text, line);
                if (!LacksOffsets && (offset is null) != (Offset is null))
                    (LacksOffsets, OtherOffset) = (true, default(Sighting).Or(text, line));
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
