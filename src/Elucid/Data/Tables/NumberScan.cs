using System.Buffers;

namespace Elucid.Data.Tables;

/// <summary>Finds out in which format the values of a column are numbers.</summary>
/// <remarks>Plain numbers without a decimal point are numbers in every format, so an ordinary column is looked at once.</remarks>
internal sealed class NumberScan(NumberFormat[] formats)
{
    static readonly SearchValues<char> Characters = SearchValues.Create("0123456789+-.,'\u2019 \u00A0\u202F\u2009eE");

    readonly NumberStats[] _own = [.. formats.Select(_ => new NumberStats())];
    readonly Sighting[] _misfits = new Sighting[formats.Length];
    NumberStats _common = new(), _pointed = new();
    double _last = double.NaN;
    bool _rises = true, _falls = true;
    Sighting _text;

    /// <summary>The first field that is made of a number's characters and is no plain number: what gives another format away.</summary>
    public Sighting Sample { get; private set; }

    /// <summary>Takes a value into account. Whether it is a plain number, and which.</summary>
    public bool Add(ReadOnlySpan<char> text, int line, out double number)
    {
        bool isPlain = NumberFormat.Plain.TryParse(text, out number);
        if (isPlain && !text.Contains('.'))
        {
            _rises &= !(number <= _last);
            _falls &= !(number >= _last);
            _last = number;
            Note(ref _common, number, text, line);
            return true;
        }
        if (!isPlain && text.ContainsAnyExcept(Characters))
        {
            _text = _text.Or(text, line);
            return false;
        }
        if (isPlain)
        {
            Note(ref _pointed, number, text, line);
            // A column of fractions is not tried in other formats to its end.
            for (int i = 0; i < formats.Length; i++)
                if (formats[i].Decimal != '.' && !_misfits[i].Exists)
                    Try(i, text, line);
            return true;
        }
        for (int i = 0; i < formats.Length; i++)
            Try(i, text, line);
        Sample = Sample.Or(text, line);
        return false;
    }

    /// <summary>The format that most values have.</summary>
    /// <param name="separator">What separates fields: 1,234 in quotes between commas is a thousand, between semicolons a fraction.</param>
    public NumberFormat Best(char separator)
    {
        int best = 0;
        for (int i = 1; i < formats.Length; i++)
            if (Count(i) > Count(best))
                best = i;
        // Where 1,234 is all that there is, both readings count alike: the simpler one, a fraction, comes first.
        int grouped = Array.IndexOf(formats, new NumberFormat('.', ','));
        bool isTie = formats[best] == new NumberFormat(',') && grouped >= 0 && Count(grouped) == Count(best);
        return isTie && _common.High < 1000 && (_common.Count > 0 ? _common.AreWhole : separator == ',') ? formats[grouped] : formats[best];
    }

    /// <summary>The numbers of a format.</summary>
    public NumberStats Of(NumberFormat format)
    {
        NumberStats own = _common + _own[Array.IndexOf(formats, format)];
        return format.Decimal == '.' ? own + _pointed : own;
    }

    /// <summary>Whether the numbers without a fraction rise, or fall, from row to row, so that none occurs twice.</summary>
    public bool AreInOrder => _rises || _falls;

    /// <summary>Whether all its fractions have three digits, so that their points could stand between thousands.</summary>
    public bool LooksGrouped => _pointed.Count > 0 && Array.IndexOf(formats, new NumberFormat(',', '.')) is >= 0 and int i && !_misfits[i].Exists;

    /// <summary>The first value that is no number in a format.</summary>
    public Sighting Misfit(NumberFormat format) => _text.Earlier(_misfits[Array.IndexOf(formats, format)]);

    int Count(int format) => _own[format].Count + (formats[format].Decimal == '.' ? _pointed.Count : 0);

    void Try(int format, ReadOnlySpan<char> text, int line)
    {
        if (formats[format].TryParse(text, out double value))
            Note(ref _own[format], value, text, line);
        else
            _misfits[format] = _misfits[format].Or(text, line);
    }

    static void Note(ref NumberStats stats, double number, ReadOnlySpan<char> text, int line)
    {
        if (double.IsFinite(number) && float.IsFinite((float)number))
            stats.Add(number);
        else
            stats.AddInfinite(text, line);
    }
}
