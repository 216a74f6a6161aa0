namespace Elucid.Tests.Data.Tables;

public sealed class CsvColumnsTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Columns_are_read_as_they_stand_and_numbers_in_the_format_of_their_column()
    {
        CsvColumns table = CsvColumns.Read(
            _directory.Write("a.csv", "\uFEFFname;x;other;y\n\n\"a;b\";1,5;?;1.234,5\n c ;-2;?;2\n"), ["y", "name", "x"], ["absent", "other"]);
        Assert.Equal((2, true, false), (table.Count, table.Has("other"), table.Has("absent")));
        Assert.Equal(["a;b", "c"], table["name"]);
        Assert.Equal([3, 4], table.Lines);
        Assert.Equal([1.5, -2], table.Numbers("x"));
        using MemoryStream stream = new("x\n7\n"u8.ToArray());
        Assert.Equal([7], CsvColumns.Read(stream, ["x"]).Numbers("x"));
        Assert.Equal([1234.5, 2], table.Numbers("y"));
    }

    [Fact]
    public void Marks_that_are_named_overrule()
    {
        string path = _directory.Write("b.csv", "x\n1.234\n5.678\n");
        Assert.Equal([1.234, 5.678], CsvColumns.Read(path, ["x"]).Numbers("x"));
        Assert.Equal([1234, 5678], CsvColumns.Read(path, ["x"], point: ',', thousands: '.').Numbers("x"));
        Assert.Equal([double.NaN, double.PositiveInfinity], CsvColumns.Read(_directory.Write("c.csv", "x\nNaN\nInfinity\n"), ["x"]).Numbers("x"));
    }

    [Fact]
    public void What_is_no_number_or_no_column_is_refused_with_its_place()
    {
        string path = _directory.Write("d.csv", "x,y\n1,2\n3,many\n,5\n");
        CsvColumns table = CsvColumns.Read(path, ["x", "y"]);
        Refused.With<DataFormatException>($"'{path}', line 3, column 'y': expected a number, but got 'many'.", () => table.Numbers("y"));
        Refused.With<DataFormatException>($"'{path}', line 4, column 'x': expected a number, but got nothing.", () => table.Numbers("x"));
        Refused.With<DataFormatException>(
            $"'{path}': expected a column 'z', but the columns are x, y.", () => CsvColumns.Read(path, ["z"]));
        string none = _directory.Write("e.csv", "x,y\n");
        Refused.With<DataFormatException>($"'{none}': expected rows of data below the header, but there are none. Add rows.",
            () => CsvColumns.Read(none, ["x"]));
    }
}
