using System.Text;

namespace Elucid;

/// <summary>The records of a CSV file, one at a time, in memory for one record only.</summary>
/// <remarks>
/// RFC 4180: fields may be quoted and then hold separators, line ends and doubled quotes. Beyond it: any line end, a byte order mark of UTF-8 or
/// UTF-16, blank lines and a first line <c>sep=;</c> (skipped), and spaces around fields (dropped, except inside quotes).
/// </remarks>
internal sealed class CsvRows : IDisposable
{
    const int MaxRecord = 1 << 22;              // characters: a quote left open must not swallow a large file

    readonly CsvSource _source;
    readonly CsvDialect _dialect;
    readonly char _separator;
    readonly char[] _buffer = new char[1 << 16];
    readonly List<(int End, bool IsQuoted)> _fields = [];
    StreamReader _reader;
    char[] _record = new char[256];
    int _position, _filled, _length, _nextLine = 1;

    /// <summary>Goes to before the first record.</summary>
    public CsvRows(CsvSource source, CsvDialect dialect)
    {
        (_source, _dialect, _separator) = (source, dialect, dialect.Separator);
        _reader = source.NewReader();
    }

    /// <summary>What errors call the table.</summary>
    public string Path => _source.Name;

    /// <summary>The line where the present record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields of the present record.</summary>
    public int Count => _fields.Count;

    /// <summary>Whether no field of the present record holds anything: the rest of an emptied row of a spreadsheet.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>A field of the present record.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            int begin = index == 0 ? 0 : _fields[index - 1].End;
            return _record.AsSpan(begin, _fields[index].End - begin);
        }
    }

    /// <summary>Whether a field stands in quotes.</summary>
    public bool IsQuoted(int index) => _fields[index].IsQuoted;

    public void Dispose() => _reader.Dispose();

    /// <summary>Goes back to before the first record.</summary>
    public void Rewind()
    {
        (_position, _filled, _nextLine) = (0, 0, 1);
        _reader.Dispose();
        _reader = _source.NewReader();
    }

    /// <summary>Goes to the next record that is not a blank line; false at the end of the file.</summary>
    public bool Read()
    {
        try
        {
            if (_nextLine == 1 && _dialect.HasSeparatorLine)
                while (Take() is >= 0 and not '\n')
                {
                }
            do
            {
                while (Peek() is '\r' or '\n')
                    Take();
                if (Peek() < 0)
                    return false;
                Line = _nextLine;
                _length = 0;
                _fields.Clear();
                do
                {
                    bool isQuoted = ReadField();
                    _fields.Add((_length, isQuoted));
                }
                while (TakeSeparator());
            }
            while (_length == 0 && Count == 1 && !IsQuoted(0));
        }
        catch (DecoderFallbackException e)
        {
            throw new DataFormatException($"'{Path}': expected text in UTF-8, but a byte near line {_nextLine} is not. "
                + "Save the table as CSV in UTF-8 (a spreadsheet file must be exported).", e);
        }
        return true;
    }

    /// <summary>A sentence about the present record.</summary>
    public DataFormatException Error(string expectedAndGot) => new($"'{Path}', line {Line}: {expectedAndGot}");

    /// <summary>Keeps the characters of a field; whether they stood in quotes.</summary>
    bool ReadField()
    {
        int begin = _length;
        while (Peek() == ' ')
            Take();
        if (Peek() == '"')
        {
            ReadQuoted();
            return true;
        }
        while (_position < _filled || Refill())
        {
            ReadOnlySpan<char> rest = _buffer.AsSpan(_position, _filled - _position);
            int end = rest.IndexOfAny(_separator, '\r', '\n');
            Keep(end < 0 ? rest : rest[..end]);
            _position += end < 0 ? rest.Length : end;
            if (end >= 0)
                break;
        }
        while (_length > begin && _record[_length - 1] == ' ')
            _length--;
        return false;
    }

    void ReadQuoted()
    {
        int line = _nextLine;
        Take();
        while (true)
        {
            int c = Take();
            if (c < 0)
                throw Error($"expected a closing quote for the one opened on line {line}, but the file ends. Close it, or double a quote that "
                    + "belongs to the text.");
            if (c == '"')
            {
                if (Peek() != '"')
                    break;
                Take();
            }
            Keep([(char)c]);
        }
        while (Peek() == ' ')
            Take();
        if (Peek() is int next and >= 0 and not '\r' and not '\n' && next != _separator)
            throw Error($"expected '{_separator}' or the end of the line after a closing quote, but got '{(char)next}'. Double a quote that belongs "
                + "to the text.");
    }

    bool TakeSeparator()
    {
        if (Peek() == _separator)
        {
            Take();
            return true;
        }
        Take();                                 // the line end or the end of the file
        return false;
    }

    void Keep(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxRecord - _length)
            throw Error($"expected at most {MaxRecord} characters in a row, but there are more. Look for a quote that is not closed.");
        if (_length + text.Length > _record.Length)
            Array.Resize(ref _record, Math.Max(2 * _record.Length, _length + text.Length));
        text.CopyTo(_record.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>The next character, left in place; −1 at the end.</summary>
    int Peek() => _position < _filled || Refill() ? _buffer[_position] : -1;

    /// <summary>The next character, with every line end as one '\n'; −1 at the end.</summary>
    int Take()
    {
        int c = Peek();
        _position++;
        if (c == '\r')
        {
            if (Peek() == '\n')
                _position++;
            c = '\n';
        }
        if (c == '\n')
            _nextLine++;
        return c;
    }

    bool Refill()
    {
        (_position, _filled) = (0, _reader.Read(_buffer));
        return _filled > 0;
    }
}
