namespace Elucid;

/// <summary>What a first pass over a table learns about one column: what its values could be, before it is decided what they are.</summary>
/// <param name="name">As in the header.</param>
/// <param name="isNamedCategory">Whether the user said that its values are names.</param>
/// <param name="most">Distinct values are counted up to here: enough to judge a column, without keeping every number of a large table.</param>
/// <param name="options">How the table is to be read.</param>
internal sealed class ColumnScan(string name, bool isNamedCategory, int most, CsvOptions options)
{
    readonly Dictionary<string, int> _counts = [];
    readonly List<(string Mark, int Count)> _weak = [];
    readonly NumberScan _numbers = new(options.NumberFormats);
    NumberScan? _units;
    Sighting _unitless;
    int _unitCount;

    public string Name => name;

    /// <summary>Whether the user said that its values are names.</summary>
    public bool IsNamedCategory => isNamedCategory;

    /// <summary>Values that are there, weak marks of missing ones aside.</summary>
    public int Present { get; private set; }

    /// <summary>Fields that are certainly missing.</summary>
    public int Missing { get; private set; }

    /// <summary>The first of them, and the first weak mark.</summary>
    public Sighting FirstMissing { get; private set; }

    public Sighting FirstWeak { get; private set; }

    /// <summary>The first NA, NaN or ? without quotes, which a name may be, too.</summary>
    public Sighting FirstMark { get; private set; }

    /// <summary>NULL, None, - and the like: missing beside numbers and dates, values among texts.</summary>
    public IReadOnlyList<(string Mark, int Count)> Weak => _weak;

    public int WeakCount => _weak.Sum(mark => mark.Count);

    /// <summary>Its numbers: those with a unit, as in $5, if most have one, else those without.</summary>
    public NumberScan Numbers => 2 * _unitCount > Present ? _units! : _numbers;

    /// <summary>How many values are numbers in one format or another.</summary>
    public int Readable => _numbers.Readable + (_units?.Readable ?? 0);

    public DateScan Dates { get; } = new(options.DateOrders);

    /// <summary>Distinct values that were counted, weak marks aside; see <see cref="TooMany"/>.</summary>
    public int Distinct => _counts.Count;

    /// <summary>Whether there are more distinct values than are counted.</summary>
    public bool TooMany => _counts.Count > most;

    /// <summary>How many values were looked at to find the <see cref="Distinct"/> ones.</summary>
    public int Counted { get; private set; }

    /// <summary>The distinct values as they are written, in the order in which they came, and how often each occurs.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>Takes a field into account.</summary>
    public void Add(ReadOnlySpan<char> field, bool isQuoted, MissingMarks marks, int line)
    {
        MissingMark mark = marks.Of(field, isQuoted);
        if (mark == MissingMark.Certain || (mark == MissingMark.Plain && !isNamedCategory))
        {
            Missing++;
            FirstMissing = FirstMissing.Or(field, line);
            if (mark == MissingMark.Plain)
                FirstMark = FirstMark.Or(field, line);
            return;
        }
        if (mark == MissingMark.Weak && !isNamedCategory)
        {
            FirstWeak = FirstWeak.Or(field, line);
            string text = field.ToString();
            int known = _weak.FindIndex(weak => weak.Mark == text);
            if (known < 0)
                _weak.Add((text, 1));
            else
                _weak[known] = (text, _weak[known].Count + 1);
            return;
        }
        Present++;
        if (!isNamedCategory)
            Dates.Add(field, AddNumber(field, line), line);
        if (TooMany)
            return;
        Counted++;
        var counts = _counts.GetAlternateLookup<ReadOnlySpan<char>>();
        counts[field] = counts.TryGetValue(field, out int count) ? count + 1 : 1;
    }

    // Whether it is a plain number.
    bool AddNumber(ReadOnlySpan<char> field, int line)
    {
        bool isPlain = _numbers.Add(field, line, out _);
        char? unit = isPlain ? null : NumberFormat.UnitOf(field);
        if (unit is not null && _units is null)
        {
            _units = new NumberScan(options.NumberFormats, unit);
            if (_unitless.Exists)
                _units.Miss(_unitless.Text, _unitless.Line);
        }
        if (unit is not null && _units!.Unit == unit)
        {
            _units.Add(field, line, out _);
            _unitCount++;
        }
        else
        {
            _unitless = _unitless.Or(field, line);
            _units?.Miss(field, line);
        }
        return isPlain;
    }

    /// <summary>The distinct texts, weak marks among them, in ordinal order.</summary>
    public string[] Texts() => [.. _counts.Keys.Concat(_weak.Select(mark => mark.Mark)).Order(StringComparer.Ordinal)];
}
