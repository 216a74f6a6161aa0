using System.Text;

namespace Elucid.Data.Tables;

/// <summary>The records of a CSV file, one at a time, in memory for one record only.</summary>
/// <remarks>
/// RFC 4180: fields may be quoted and then hold separators, line ends and doubled quotes. Beyond it: any line end, a UTF-8 byte order mark, empty
/// lines (skipped), and spaces around fields (dropped, except inside quotes).
/// </remarks>
internal sealed class CsvRows : IDisposable
{
    const int MaxRecord = 1 << 22;              // characters: a quote left open must not swallow a large file

    static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    readonly FileStream _file;
    readonly char _separator;
    readonly char[] _buffer = new char[1 << 16];
    readonly List<int> _ends = [];
    StreamReader _reader;
    char[] _record = new char[256];
    int _position, _filled, _length, _nextLine = 1;

    public CsvRows(string path, char separator)
    {
        if (separator is '"' or ' ' or '\r' or '\n')
            throw new ArgumentException("Expected a separator such as ',', ';' or a tab, but got a quote, a space or a line end.");
        Path = path;
        _separator = separator;
        _file = DataFile.Open(path, "a CSV file");
        _reader = NewReader();
    }

    public string Path { get; }

    /// <summary>The line where the present record begins, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>The number of fields of the present record.</summary>
    public int Count => _ends.Count;

    /// <summary>A field of the present record.</summary>
    public ReadOnlySpan<char> this[int index]
    {
        get
        {
            int begin = index == 0 ? 0 : _ends[index - 1];
            return _record.AsSpan(begin, _ends[index] - begin);
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _file.Dispose();
    }

    /// <summary>Goes back to before the first record.</summary>
    public void Rewind()
    {
        _file.Position = 0;
        (_position, _filled, _nextLine) = (0, 0, 1);
        _reader.Dispose();
        _reader = NewReader();
    }

    /// <summary>Goes to the next record that is not an empty line; false at the end of the file.</summary>
    public bool Read()
    {
        try
        {
            while (Peek() is '\r' or '\n')
                Take();
            if (Peek() < 0)
                return false;
            Line = _nextLine;
            _length = 0;
            _ends.Clear();
            do
            {
                ReadField();
                _ends.Add(_length);
            }
            while (TakeSeparator());
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

    void ReadField()
    {
        int begin = _length;
        while (Peek() == ' ')
            Take();
        if (Peek() == '"')
        {
            ReadQuoted();
            return;
        }
        while (Peek() is int c and >= 0 and not '\r' and not '\n' && c != _separator)
            Keep(Take());
        while (_length > begin && _record[_length - 1] == ' ')
            _length--;
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
            if (c != '"')
                Keep(c);
            else if (Peek() == '"')
                Keep(Take());
            else
                break;
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

    void Keep(int c)
    {
        if (_length == MaxRecord)
            throw Error($"expected at most {MaxRecord} characters in a row, but there are more. Look for a quote that is not closed.");
        if (_length == _record.Length)
            Array.Resize(ref _record, 2 * _length);
        _record[_length++] = (char)c;
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

    StreamReader NewReader() => new(_file, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
}
