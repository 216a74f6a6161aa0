using System.Buffers;

namespace Elucid;

/// <summary>Finds out in which format the values of a column are numbers.</summary>
/// <remarks>Plain numbers without a decimal point are numbers in every format, so an ordinary column is looked at once.</remarks>
/// <param name="asked">The formats that may occur.</param>
/// <param name="unit">The sign beside each number.</param>
internal sealed class NumberScan(NumberFormat[] asked, char? unit = null)
{
    static readonly SearchValues<char> Characters = SearchValues.Create("0123456789+-\u2212.,'\u2019 \u00A0\u202F\u2009eE");

    readonly NumberFormat[] _formats = unit is null ? asked : [.. asked.Select(format => format with { Unit = unit })];
    readonly NumberFormat _plain = NumberFormat.Plain with { Unit = unit };

    // What each format makes of values that are not alike in all: a wide table has many columns without one.
    (NumberStats Numbers, Sighting Misfit)[]? _tried;
    NumberStats _common = new(), _pointed = new();
    double _last = double.NaN;
    bool _rises = true, _falls = true;
    Sighting _text, _point;

    /// <summary>The sign beside each number.</summary>
    public char? Unit => unit;

    /// <summary>The first field that is made of a number's characters and is no plain number: what gives another format away.</summary>
    public Sighting Sample { get; private set; }

    /// <summary>The first number that begins with a 0 which only a code needs: 00501.</summary>
    public Sighting Code { get; private set; }

    /// <summary>How many values are numbers in one format or another, asked for or not.</summary>
    public int Readable { get; private set; }

    /// <summary>Takes a value into account. Whether it is a plain number, and which.</summary>
    public bool Add(ReadOnlySpan<char> text, int line, out double number)
    {
        bool isPlain = _plain.TryParse(text, out number);
        if (unit is not null)
            Sample = Sample.Or(text, line);
        Readable += isPlain ? 1 : 0;
        if (isPlain && !text.Contains('.'))
        {
            if (text.Length > 2 && text[0] == '0' && char.IsAsciiDigit(text[1]))
                Code = Code.Or(text, line);
            _rises &= !(number <= _last);
            _falls &= !(number >= _last);
            _last = number;
            Note(ref _common, number, text, line);
            return true;
        }
        if (!isPlain && unit is null && text.ContainsAnyExcept(Characters))
        {
            Miss(text, line);
            return false;
        }
        if (isPlain)
        {
            Note(ref _pointed, number, text, line);
            _point = _point.Or(text, line);
            // A column of fractions is not tried in other formats to its end.
            for (int i = 0; i < _formats.Length; i++)
                if (_formats[i].Decimal != '.' && !Tried(i).Misfit.Exists)
                    Try(i, text, line);
            return true;
        }
        bool isReadable = false;
        for (int i = 0; i < _formats.Length; i++)
            isReadable |= Try(i, text, line);
        foreach (NumberFormat known in isReadable ? [] : NumberFormat.Known)
            isReadable = isReadable || (known with { Unit = unit }).TryParse(text, out _);
        Readable += isReadable ? 1 : 0;
        Sample = Sample.Or(text, line);
        return false;
    }

    /// <summary>Notes a value that is no number.</summary>
    public void Miss(ReadOnlySpan<char> text, int line) => _text = _text.Or(text, line);

    /// <summary>The format that most values have.</summary>
    /// <param name="separator">What separates fields: 1,234 in quotes between commas is a thousand, between semicolons a fraction.</param>
    public NumberFormat Best(char separator)
    {
        int best = 0;
        for (int i = 1; i < _formats.Length; i++)
            if (Count(i) > Count(best))
                best = i;
        // Where 1,234 is all that there is, both readings count alike: the simpler one, a fraction, comes first.
        int grouped = Array.IndexOf(_formats, new NumberFormat('.', ',', unit));
        bool isTie = _formats[best] == new NumberFormat(',', null, unit) && grouped >= 0 && Count(grouped) == Count(best);
        return isTie && _common.High < 1000 && (_common.Count > 0 ? _common.AreWhole : separator == ',') ? _formats[grouped] : _formats[best];
    }

    /// <summary>The numbers of a format.</summary>
    public NumberStats Of(NumberFormat format)
    {
        NumberStats own = _common + Tried(Array.IndexOf(_formats, format)).Numbers;
        return format.Decimal == '.' ? own + _pointed : own;
    }

    /// <summary>Whether the numbers without a fraction rise, or fall, from row to row, so that none occurs twice.</summary>
    public bool AreInOrder => _rises || _falls;

    /// <summary>A plain number with a point if all points could stand between thousands.</summary>
    public Sighting LooksGrouped =>
        _common.High < 1000 && Array.IndexOf(_formats, new NumberFormat(',', '.', unit)) is >= 0 and int i && !Tried(i).Misfit.Exists ? _point
            : default;

    /// <summary>The first value that is no number in a format.</summary>
    public Sighting Misfit(NumberFormat format) => _text.Earlier(Tried(Array.IndexOf(_formats, format)).Misfit);

    (NumberStats Numbers, Sighting Misfit) Tried(int format) => _tried is null ? (new NumberStats(), default) : _tried[format];

    int Count(int format) => Tried(format).Numbers.Count + (_formats[format].Decimal == '.' ? _pointed.Count : 0);

    bool Try(int format, ReadOnlySpan<char> text, int line)
    {
        _tried ??= [.. _formats.Select(_ => (new NumberStats(), default(Sighting)))];
        if (_formats[format].TryParse(text, out double value))
        {
            Note(ref _tried[format].Numbers, value, text, line);
            return true;
        }
        _tried[format].Misfit = _tried[format].Misfit.Or(text, line);
        return false;
    }

    static void Note(ref NumberStats stats, double number, ReadOnlySpan<char> text, int line)
    {
        if (double.IsFinite(number) && float.IsFinite((float)number))
            stats.Add(number);
        else
            stats.AddInfinite(text, line);
    }
}
