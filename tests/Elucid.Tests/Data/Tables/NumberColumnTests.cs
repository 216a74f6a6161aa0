using static Elucid.Tests.Data.Tables.Reading;

namespace Elucid.Tests.Data.Tables;

/// <summary>How numbers are written, how they are kept apart, and what is said where a column of them could mean something else.</summary>
public sealed class NumberColumnTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Negative_numbers_have_a_minus_sign_in_what_people_read()
    {
        using TemporaryDirectory directory = new();
        CsvTable table = CsvReader.Read(
            directory.Write(
                "below.csv",
                "t,x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{-1700000000 - i};\"-1,{i}\";{i}.5\n".Replace(';', ',')))),
                        new CsvOptions { Target = "y" });

        Assert.Equal("1 feature: less −1700000020", table.Summary.Columns[0].Becomes);
        Assert.StartsWith(
            "t (−1700000020): numbers are counted from there", table.Notes.Single(note => note.StartsWith("t (", StringComparison.Ordinal)));
        Assert.Contains(
            table.Notes, note => note.StartsWith("x ('-1,0' is −1): numbers are read with CsvOptions.Decimal = ','.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ts2", "label", 60, "ts - 1700000030")]
    [InlineData("date", "label", 300, "d: days")]
    public void Long_numbers_stay_apart(string table, string target, int distinct, string feature)
    {
        Dataset data = Kept(table, target).Dataset;
        Assert.Equal(feature, data.FeatureNames[0]);
        Assert.Equal(distinct, Feature(data, 0).Distinct().Count());
    }

    [Fact]
    public void Long_targets_stay_apart_and_the_schema_knows_what_was_subtracted()
    {
        CsvTable table = Kept("bigtarget", "y");
        Assert.Equal(200, table.Dataset.Targets.ToArray().Distinct().Count());
        Assert.Equal(100_000_000.5, table.Dataset.Targets[0] + table.Schema.TargetOffset);
        Assert.Equal("y (100000030): numbers are counted from there, as so far from 0 float32 cannot tell them apart.", Assert.Single(table.Notes));
    }

    [Theory]
    [InlineData("1700000000000000000", 1_000_000_000, 0)]                  // nanoseconds since 1970, a second apart
    [InlineData("-1700000000", 1, 0)]
    [InlineData("20000000", 3, 0)]
    [InlineData("12345678901234567890", 1, 49)]                            // a double merges them, too
    public void Whatever_float32_still_merges_is_said(string start, long step, int merged)
    {
        string rows = string.Concat(Enumerable.Range(0, 50).Select(i => $"{decimal.Parse(start) + (step * (long)i)},{i % 2}\n"));
        CsvTable table = Read("x,y\n" + rows, "y");
        Assert.Equal(50 - merged, Feature(table.Dataset, 0).Distinct().Count());
        Assert.Equal(
            merged > 0, table.Notes.Any(note => note == "x (1 of 50 remain): different numbers become one in float32. Identifiers are better left "
            + "out (CsvOptions.Ignore = [\"COLUMN\"]); of long numbers keep the part that matters."));
    }

    [Theory]
    [InlineData("270.15", "310.15")]
    [InlineData("0.12345678901234567", "0.98765432109876543")]
    [InlineData("1900", "2020")]
    [InlineData("-3.4e38", "3.4e38")]
    public void Ordinary_numbers_are_left_as_they_are(string low, string high) =>
        Assert.Equal("x", Assert.Single(Read($"x,y\n{low},a\n{high},b\n", "y").Dataset.FeatureNames));

    [Theory]
    [InlineData("euro", 2)]
    [InlineData("euro_pt", 1)]
    [InlineData("euro_fixed", 0)]
    public void Decimal_commas_are_read_as_points_are_and_said(string name, int guesses)
    {
        CsvTable table = Kept(name, "Preis"), points = Kept("euro_fixed", "Preis");
        Assert.Equal(points.Dataset.Features.ToArray(), table.Dataset.Features.ToArray());
        Assert.Equal(points.Dataset.Targets.ToArray(), table.Dataset.Targets.ToArray());
        Assert.Equal("Fields are separated by ';'. Use CsvOptions.Separator to overrule.", table.Notes[0]);
        string[] said = ["Preis ('381260,84' is 381260.84)", "Wohnfläche ('50,15' is 50.15)"];
        Assert.Equal(
            guesses == 0 ? []
                : [$"{string.Join(", ", said[^guesses..])}: numbers are read with CsvOptions.Decimal = ','. Use CsvOptions.Decimal or "
                    + $"CsvOptions.Thousands to overrule."],
            table.Notes.Skip(1));
    }

    [Theory]
    [InlineData("\"9,138.50\"|\"4,455\"|12", "9138.5|4455|12", "CsvOptions.Thousands = ','")]
    [InlineData("1.234.567,5|3,25|-1.000,0", "1234567.5|3.25|-1000", "CsvOptions.Decimal = ',' CsvOptions.Thousands = '.'")]
    [InlineData("1 234,5|12|2 000 000", "1234.5|12|2000000", "CsvOptions.Decimal = ',' CsvOptions.Thousands = ' '")]
    [InlineData("1\u00A0234|12|999", "1234|12|999", "CsvOptions.Thousands = ' '")]
    [InlineData("1'234.5|12|7", "1234.5|12|7", "CsvOptions.Thousands = '''")]
    [InlineData("0,234|0,5|3", "0.234|0.5|3", "CsvOptions.Decimal = ','")]
    [InlineData("1,234|2000,5|3", "1.234|2000.5|3", "CsvOptions.Decimal = ','")]
    // a fraction would not be so long only where it is above a thousand
    [InlineData("1,234|950|3", "1234|950|3", "CsvOptions.Thousands = ','")]
    [InlineData("+1,5e3|-2,5|0", "1500|-2.5|0", "CsvOptions.Decimal = ','")]
    public void Formats_of_numbers_are_recognised_and_said(string values, string numbers, string options)
    {
        string[] rows = values.Split('|');
        CsvTable table = Read($"x;y\n{string.Concat(rows.Select((row, i) => $"{row};{"ab"[i % 2]}\n"))}", "y");
        Assert.Equal(numbers.Split('|').Select(float.Parse), Feature(table.Dataset, 0));
        Assert.Contains(
            table.Notes, note =>
                note.EndsWith(
                    $": numbers are read with {options}. Use CsvOptions.Decimal or CsvOptions.Thousands to overrule.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$1,234.50|$12|-$3|$-4", "1234.5|12|-3|-4", "$", ", and with CsvOptions.Thousands = ','", "'$1,234.50' is 1234.5")]
    [InlineData("12 %|7.5%|\u22123 %", "12|7.5|-3", "%", "", "'12 %' is 12")]
    [InlineData("1.234,50 €|-3\u00A0€|0,5 €", "1234.5|-3|0.5", "€", ", and with CsvOptions.Decimal = ',' CsvOptions.Thousands = '.'",
        "'1.234,50 €' is 1234.5")]
    [InlineData("21°|-3°|+4°", "21|-3|4", "°", "", "'21°' is 21")]
    public void A_sign_beside_every_number_is_read_over_and_said(string values, string numbers, string sign, string format, string sample)
    {
        string[] rows = values.Split('|');
        CsvTable table = Read($"x;y\n{string.Concat(rows.Select((row, i) => $"{row};{"ab"[i % 2]}\n"))}", "y");
        Assert.Equal(numbers.Split('|').Select(float.Parse), Feature(table.Dataset, 0));
        Assert.Equal(
            $"x ({sample}): numbers are read without their '{sign}'{format}. Use CsvOptions.CategoryColumns = [\"COLUMN\"] if they are names.",
            table.Notes[^1]);
        CsvSchema stored = CsvSchema.FromJson(table.Schema.ToJson());
        Assert.Equal(
            float.Parse(numbers.Split('|')[0]),
            Assert.Single(CsvReader.ReadRows(_directory.Write("new.csv", $"x;z\n{rows[0]};1\n"), stored).EnsureComplete().Features));
        Assert.StartsWith(
            $"expected a finite number with '{sign}'",
            CsvReader.ReadRows(_directory.Write("new.csv", "x;z\n5;1\n"), stored).Problems[0].Split("'x': ")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_without_its_sign_is_named() => Refused.With<DataFormatException>(
        "'table.csv', line 4, column 'x': expected a number with '%', as in 2 of 3 rows, but got '7'. Correct the value, leave it "
            + $"empty if it "
            + "is unknown (or use CsvOptions.MissingMarks), or name the column a category (CsvOptions.CategoryColumns = [\"x\"]).",
        () => Read("x,y\n5%,a\n6 %,b\n7,a\n", "y"));

    [Fact]
    public void Minus_signs_of_typographers_are_minus_signs() =>
        Assert.Equal([-1.5f, 2, -3], Read("x,y\n\u22121.5,a\n2,b\n\u22123,a\n", "y").Dataset.Features.ToArray());

    [Theory]
    [InlineData("1,5|2.5|3,5|4.5", null)]
    [InlineData("1,5|2,5|3,5|4,5", '.')]
    public void Numbers_that_are_taken_for_texts_are_said(string values, char? point)
    {
        string text = $"x;y\n{string.Concat(values.Split('|').Select((row, i) => $"{row};{"ab"[i % 2]}\n"))}";
        string sample = values.Split('|')[0];
        Assert.Contains(
            $"x ('{sample}'): numbers that are not written alike, or not as CsvOptions.Decimal and CsvOptions.Thousands say, are taken for texts. "
                + $"Write them alike, or say how they are written.",
            Read(text, "y", o => o with { Decimal = point }).Notes);
    }

    [Fact]
    public void Points_that_may_stand_between_thousands_are_said()
    {
        const string said =
            "x ('1.234' is 1.234): points are taken for decimal ones. If they stand between thousands, use CsvOptions.Thousands = '.'.";
        Assert.Contains(said, Read("x;y\n1.234;a\n12.345;b\n950;a\n", "y").Notes);
        Assert.DoesNotContain(said, Read("x;y\n1.234;a\n12.34;b\n950;a\n", "y").Notes);
        Assert.Equal(1234, Read("x;y\n1.234;a\n12.345;b\n950;a\n", "y", o => o with { Thousands = '.' }).Dataset.Features[0]);
    }

    [Fact]
    public void Formats_of_numbers_can_be_chosen()
    {
        const string text = "x;y\n1,234;a\n2,345;b\n";
        Assert.Equal([1.234f, 2.345f], Read(text, "y", o => o with { Decimal = ',' }).Dataset.Features.ToArray());
        Assert.Equal([1234, 2345], Read(text, "y", o => o with { Thousands = ',' }).Dataset.Features.ToArray());
        Assert.Equal([1234, 2345], Read("x;y\n1.234;a\n2.345;b\n", "y", o => o with { Thousands = '.' }).Dataset.Features.ToArray());
        Assert.Equal(["x=1,234", "x=2,345"], Read(text, "y", o => o with { Decimal = '.', Thousands = ' ' }).Dataset.FeatureNames);
    }

    [Theory]
    [InlineData("lab", "0,1")]
    [InlineData("labf", "0.0,1.0")]
    public void Numbers_written_differently_are_one_class(string table, string classes) =>
        Assert.Equal(classes, string.Join(',', Kept(table, "label").Dataset.ClassNames));

    [Fact]
    public void Numbers_that_look_like_identifiers_stay_with_a_warning()
    {
        string text =
            "row,user_id,year,x,y\n"
                + string.Concat(Enumerable.Range(0, 1500).Select(i => $"{i + 1},{1000 + (3 * i)},{i},{i * i % 5},{"ab"[i % 2]}\n"));
        CsvTable table = Read(text, "y", o => o with { Ignore = ["year"] });
        Assert.Equal(["row", "user_id", "x"], table.Dataset.FeatureNames);
        Assert.Equal(
            "row, user_id: looks like an identifier, a different number in every row. It stays a feature. Use CsvOptions.Ignore = [\"COLUMN\"] to "
                + "leave it out.",
            Assert.Single(table.Notes));
    }

    [Fact]
    public void Numbers_that_look_like_codes_stay_with_a_warning()
    {
        string text =
            "zip,county_id,rooms,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"0{i % 9}501,{53000 + (i % 9)},{i % 9},{"ab"[i % 2]}\n"));
        CsvTable table = Read(text, "y");
        Assert.Equal(["zip", "county_id", "rooms"], table.Dataset.FeatureNames);
        Assert.Equal(
            "zip ('00501'), county_id: looks like a code. It stays a number. Use CsvOptions.CategoryColumns = [\"COLUMN\"] if its values are names, "
                + "or CsvOptions.Ignore = [\"COLUMN\"] to leave it out.",
            Assert.Single(table.Notes));
    }
}
