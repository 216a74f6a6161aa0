using static Elucid.Tests.Data.Tables.Reading;

namespace Elucid.Tests.Data.Tables;

/// <summary>What columns are taken for, what is said of it, and how it is overruled.</summary>
public sealed class ColumnTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_first_or_last_column_without_a_name_is_called_by_its_place()
    {
        CsvTable table = Read(",x,y,\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i % 7},{"ab"[i % 2]},\n")), "y");
        Assert.Equal(["column 1", "x"], table.Dataset.FeatureNames);
        Assert.Equal(
            ["column 1, column 4: has no name in the header and is named by its position.",
                "column 1: looks like an identifier, a different number in every row. It stays a feature. Use CsvOptions.Ignore = [\"COLUMN\"] to "
                    + "leave it out.",
                "column 4: has no values and is left out."], table.Notes);
        Assert.Equal([40, 3], CsvReader.ReadRows(_directory.Write("new.csv", "\"\",x\n40,3\n"), table.Schema).EnsureComplete().Features);
    }

    [Fact]
    public void Several_columns_that_look_like_one_have_another_separator() => Refused.With<DataFormatException>(
        "'table.csv': expected a target column 'quantity', but the columns are x:y. If they are several, use CsvOptions.Separator.",
        () => Read("x:y\n1:2\n", "quantity"));

    [Theory]
    [InlineData("a;b;y\n1;2;u\n3;4;v\n5;6;u\n7;8;v\n", "';'")]
    [InlineData("a\tb\ty\r\n1\t2\tu\r\n\r\n   \r\n3\t4\tv\r\n5\t6\tu\n7\t8\tv", "tab")]
    [InlineData("a|b|y\n1|2|u\n3|4|v\n5|6|u\n7|8|v\n", "'|'")]
    [InlineData("sep=;\r\na;b;y\r\n1;2;u\r\n3;4;v\r\n5;6;u\r\n7;8;v\r\n", "';', as the first line says")]
    [InlineData("\uFEFFsep=:\na:b:y\n1:2:u\n3:4:v\n5:6:u\n7:8:v\n", "':', as the first line says")]
    [InlineData("a;\"b, c\";y\n1;2;u\n3;4;v\n5;6;u\n7;8;v\n", "';'")]
    public void Separators_are_recognised_and_said(string text, string said)
    {
        CsvTable table = Read(text, "y");
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], table.Dataset.Features.ToArray());
        Assert.Equal($"Fields are separated by {said}. Use CsvOptions.Separator to overrule.", Assert.Single(table.Notes));
    }

    [Fact]
    public void Files_of_utf_16_and_emptied_rows_of_spreadsheets_are_read()
    {
        string path = _directory.Write("wide.csv", [0xFF, 0xFE, .. System.Text.Encoding.Unicode.GetBytes("ä,y\n1,a\n2,b\n3,a\n4,b\n,\n,\n")]);
        CsvTable table = CsvReader.Read(path, new CsvOptions { Target = "y" });
        Assert.Equal(("ä", 4), (table.Dataset.FeatureNames[0], table.Dataset.Count));
        Assert.Equal("2 rows without any value were skipped.", Assert.Single(table.Notes));
    }

    [Fact]
    public void Marks_beside_numbers_are_missing_values()
    {
        CsvTable table = Kept("null", "label", o => o with { Missing = MissingValues.Indicator });
        Assert.Equal(["a", "a missing", "b"], table.Dataset.FeatureNames);
        Assert.Equal(60, Feature(table.Dataset, 1).Sum());
        Assert.Equal(
            ["60 missing values become the mean of their column, and a feature says so.",
                "a (60 × 'NULL'): taken for missing values. Use CsvOptions.MissingMarks = [\"MARK\", \"…\"] to name the marks yourself."],
                    table.Notes);
        foreach (string mark in new[] { "None", "N/A", "null", "-", "\"NA\"", "#N/A", "—" })
            Assert.Equal([1, 2, 3], Read($"x,y\n1,a\n{mark},b\n3,b\n", "y", o => o with { Missing = MissingValues.Mean }).Dataset.Features.ToArray());
    }

    [Fact]
    public void Na_is_namibia_in_quotes_and_where_the_column_is_named_a_category()
    {
        const string line =
            "line 2, column 'country': expected a value, but it is missing, one of 30 (country: 30). Fill it in, or use CsvOptions.Missing = "
                + "MissingValues.Mean, "
            + "CsvOptions.Missing = MissingValues.Indicator or CsvOptions.Missing = MissingValues.Drop. If 'NA' is a value, put it in quotes or use "
            + "CsvOptions.CategoryColumns = [\"country\"].";
        Refused.With<DataFormatException>($"'{PathOf("na")}', {line}", () => Kept("na", "label"));
        foreach (CsvTable table in new[] { Kept("naq", "label"), Kept("na", "label", o => o with { CategoryColumns = ["country"] }) })
            Assert.Equal(["country=BW", "country=NA", "country=ZA", "x"], table.Dataset.FeatureNames);
        Assert.Equal(
            "country (30 × 'NA'): taken for a value, as it stands among texts. If it means a missing one, use CsvOptions.MissingMarks = [\"MARK\"].",
            Assert.Single(Kept("naq", "label").Notes));
        Assert.Contains(
            "country ('NA' in line 2): taken for a missing value. If it is a name, put it in quotes or use CsvOptions.CategoryColumns = "
                + "[\"COLUMN\"].",
            Kept("na", "label", o => o with { Missing = MissingValues.Mean }).Notes);
        Refused.With<DataFormatException>(
            $"'{PathOf("na")}', line 3, column 'country': expected a value, but it is missing, one of 30 (country: 30). Fill it in, or use "
                + $"CsvOptions.Missing = MissingValues.Mean, "
                + "CsvOptions.Missing = MissingValues.Indicator or CsvOptions.Missing = MissingValues.Drop.",
            () => Kept("na", "label", o => o with { MissingMarks = ["ZA"] }));
        Assert.Equal(30, Kept("naq", "label", o => o with { MissingMarks = ["NA"], Missing = MissingValues.Mean }).Summary.Columns[0].Missing);
    }

    [Fact]
    public void Marks_that_are_asked_for_replace_the_usual_ones()
    {
        const string text = "x,c,y\n-999,NA,a\n1,u,b\n3,u,a\n";
        CsvTable table = Read(text, "y", o => o with { MissingMarks = ["-999"], Missing = MissingValues.Mean });
        Assert.Equal(["x", "c=NA", "c=u"], table.Dataset.FeatureNames);
        Assert.Equal(2, table.Dataset.Features[0]);
        string path = _directory.Write("new.csv", "x,c\n-999,u\n");
        Assert.Equal([2, 0, 1], CsvReader.ReadRows(path, CsvSchema.FromJson(table.Schema.ToJson())).EnsureComplete().Features);
    }

    [Theory]
    [InlineData("count_int", "bikes", "46 different whole numbers in 3,000")]
    [InlineData("price_int", "price", "270 different whole numbers in 400")]
    [InlineData("house", "price", "6 different whole numbers in 6")]
    public void Counts_and_prices_are_quantities(string name, string target, string reason)
    {
        CsvTable table = Kept(name, target);
        Assert.Equal(LearningTask.Regression, table.Dataset.Task);
        Assert.Equal(
            $"Target {target}: {reason} rows, taken for a quantity (regression). If they are classes, use CsvOptions.Task = "
                + $"LearningTask.Classification.", Assert.Single(table.Notes));
    }

    [Theory]
    [InlineData("2024-03-01|2024-03-02", 5)]
    [InlineData("2024/3/1|2024/3/2", 5)]
    [InlineData("20240301|20240302", 5)]
    [InlineData("2024-03-01T00:00:00Z|2024-03-02T12:00:00.000+01:00", 7)]
    [InlineData("2024-03-01 00:00|2024-03-02 12:00", 7)]
    [InlineData("1.3.2024|2.3.2024", 5)]
    [InlineData("3/13/2024|3/14/2024", 5)]
    [InlineData("13/3/24 1:00 AM|14/3/24 1:00 PM", 7)]
    [InlineData("Mar 1 2024|Mar 2, 2024", 5)]
    [InlineData("01-March-2024|2 Mar 2024", 5)]
    public void Dates_are_recognised(string values, int features)
    {
        string[] rows = values.Split('|');
        CsvTable table = Read($"d;y\n{rows[0]};a\n{rows[1]};b\n", "y");
        DateColumn column = Assert.IsType<DateColumn>(Assert.Single(table.Schema.Columns));
        Assert.Equal((features, 2024, 3), (column.Width, column.Origin.Year, column.Origin.Month));
        Assert.Equal(features == 7 ? 1.5f : 1, table.Dataset.Features[features] - table.Dataset.Features[0]);
        Assert.Contains("Use CsvOptions.Dates = DateReading.Off to overrule.", table.Notes[^1], StringComparison.Ordinal);
        Assert.IsNotType<DateColumn>(
            Assert.Single(Read($"d;y\n{rows[0]};a\n{rows[1]};b\n", "y", o => o with { Dates = DateReading.Off }).Schema.Columns));
    }

    [Fact]
    public void Parts_of_a_date_are_days_and_cycles()
    {
        CsvTable table = Read("d,y\n2024-01-01 06:00,a\n2024-01-03 18:00,b\n", "y");
        Assert.Equal(["d: days", "d: sin year", "d: cos year", "d: sin week", "d: cos week", "d: sin day", "d: cos day"], table.Dataset.FeatureNames);
        float[] first = table.Dataset.Features[..7].ToArray();
        Assert.Equal(-0.75f, first[0]);
        Assert.Equal((1f, 0f), (first[5], MathF.Round(first[6], 6)));
        Assert.Equal((float)Math.Sin(2 * Math.PI * 1.25 / 7), first[3]);
    }

    [Fact]
    public void Dates_whose_order_is_unknown_are_left_out_until_it_is_named()
    {
        const string text = "d,x,y\n1/2/2024,1,a\n3/5/2024,2,b\n1/2/2024,3,a\n3/5/2024,4,b\n";
        CsvTable table = Read(text, "y");
        Assert.Equal(["x"], table.Dataset.FeatureNames);
        Assert.Equal(
            "d: dates in which day and month could change places are left out. Use CsvOptions.Dates = DateReading.DayFirst or CsvOptions.Dates = "
                + "DateReading.MonthFirst.", Assert.Single(table.Notes));
        Assert.Equal(92, Days(DateReading.DayFirst));
        Assert.Equal(63, Days(DateReading.MonthFirst));

        float Days(DateReading dates) => Read(text, "y", o => o with { Dates = dates }).Dataset.Features is var f ? f[6] - f[0] : 0;
    }

    [Fact]
    public void A_value_that_is_no_date_among_dates_is_named() => Refused.With<DataFormatException>(
        "'table.csv', line 4, column 'd': expected a date such as 2024-01-31, as in 2 of 3 rows, but got '2024-02-30'. Correct "
            + $"the value, "
            + "leave it empty if it is unknown (or use CsvOptions.MissingMarks), or name the column a category (CsvOptions.CategoryColumns "
            + "= [\"d\"]).",
        () => Read("d,y\n2024-01-01,a\n2024-01-02,b\n2024-02-30,a\n", "y"));

    [Fact]
    public void Texts_nearly_one_per_row_and_columns_of_one_value_are_left_out_unless_kept()
    {
        string text = "name,one,x,y\n" + string.Concat(Enumerable.Range(0, 24).Select(i => $"n{i},7,{i * i % 5},{"ab"[i % 2]}\n"));
        CsvTable table = Read(text, "y");
        Assert.Equal(["x"], table.Dataset.FeatureNames);
        Assert.Equal(
            ["name (24 different texts): left out, as texts that are nearly one per row teach nothing about others. Use CsvOptions.Keep = "
                + "[\"COLUMN\"] to keep one.",
                "one: holds one value in all rows and is left out. Use CsvOptions.Keep = [\"COLUMN\"] to keep it."], table.Notes);
        Assert.Equal(26, Read(text, "y", o => o with { Keep = ["name", "one"] }).Dataset.FeatureCount);
        Assert.Equal(25, Read(text, "y", o => o with { Keep = ["name"] }).Dataset.FeatureCount);
    }

    [Fact]
    public void New_rows_are_encoded_as_the_columns_were_and_bad_ones_are_passed_over()
    {
        string rows =
            string.Concat(
                Enumerable.Range(0, 30)
                    .Select(i => $"{i % 7 + 1},5;2024-01-{i % 28 + 1:00};{(i % 3 == 0 ? "" : $"1.{i % 9}00,0")};c{i % 3};{i % 5},25\n"));
        CsvSchema schema = Read("a;d;m;c;y\n" + rows, "y", o => o with { Missing = MissingValues.Indicator, Unseen = UnseenValues.Other }).Schema;
        CsvSchema stored = CsvSchema.FromJson(schema.ToJson());
        Assert.Equal(schema.ToJson(), stored.ToJson());
        string path = _directory.Write("new.csv", "a,d,m,c\n\"2,5\",2024-01-15,\"1.000,0\",c1\noops,2024-01-15,1,c1\n3,2024-01-15,,c9\n1\n");
        NewRows read = CsvReader.ReadRows(path, stored);
        Assert.Equal([2.5f, 1000, 0], new[] { 0, 6, 7 }.Select(i => read.Features[i]));
        Assert.Equal((1, 1), (read.MissingCount, read.UnseenCount));
        Assert.Equal([1, 3], read.Problems.Keys.Order());
        Assert.Equal(
            $"'{path}', line 3, column 'a': expected a finite number (CsvOptions.Decimal = ','), but got 'oops'. Correct the value.",
            read.Problems[1]);
        Assert.Equal(
            $"'{path}', line 5: expected 4 fields, as in the header, but got 1. Complete the row, or quote a field that holds the separator.",
            read.Problems[3]);
        Assert.All(read.Features[30..33], share => Assert.Equal(1 / 3f, share, 1e-6f));
    }

    [Fact]
    public void Schemas_of_the_first_files_are_read_as_they_were_meant()
    {
        CsvSchema schema = CsvSchema.FromJson("""
            {"target":"y","task":"Classification","missing":"Mean","separator":",","classes":["a","b"],
            "columns":[{"name":"x","mean":2.5},{"name":"c","categories":["u","v"],"mostFrequent":"v"}]}
            """);
        string path = _directory.Write("new.csv", "c,x\n,\nu,1\n");
        Assert.Equal([2.5f, 0, 1, 1, 1, 0], CsvReader.ReadRows(path, schema).EnsureComplete().Features);
    }

    [Fact]
    public void A_summary_tells_what_becomes_of_every_column_in_80_columns()
    {
        string text = "id,posted,area,district,a column with a name that is long,price\n"
            + string.Concat(
                Enumerable.Range(0, 30)
                    .Select(i => $"k{i},2024-01-{i % 28 + 1:00},{(i % 10 == 0 ? "" : $"{i}.5")},{"NSW"[i % 3]},{i % 2},{i % 9}.25\n"));
        CsvTable table = Read(text, "price", o => o with { Missing = MissingValues.Indicator });
        string[] lines = table.Summary.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
            """
            table: 30 rows, 6 columns, separated by ','

            column                 kind      values  missing  becomes
            id                                   30        –  left out: 30 different texts
            posted                 date          28        –  5 features: days; year, week
            area                   number        27        3  1 feature + missing
            district               category       3        –  3 features: N, S, W
            a column with a name…  number         2        –  1 feature
            price                  number         9        –  target: 0.25 to 8.25
            """.ReplaceLineEndings("\n").Split('\n'), lines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public void A_summary_cuts_lists_after_one_of_their_members()
    {
        string text = "id,country,a column with a name that is long,y\n" + string.Concat(Enumerable.Range(0, 24).Select(i =>
            $"{i},{new[] { "Antigua and Barbuda", "Bosnia and Herzegovina", "Trinidad and Tobago" }[i % 3]},{i % 2},{new[] { "drizzle", "fog", "rain", "snow", "sun" }[i % 5]}\n"));
        Assert.Equal(
            """
            table: 24 rows, 4 columns, separated by ','

            column                 kind      values  missing  becomes
            id                                    –        –  left out: CsvOptions.Ignore
            country                category       3        –  3 features: Antigua and…
            a column with a name…  number         2        –  1 feature
            y                      category       5        –  target: 5 classes: drizzle, …
            """.ReplaceLineEndings("\n"), Read(text, "y", o => o with { Ignore = ["id"] }).Summary.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_summary_of_many_columns_says_what_it_omits()
    {
        string text = string.Join(',', Enumerable.Range(0, 100).Select(i => $"c{i}")) + ",y\n"
            + string.Concat(
                Enumerable.Range(0, 4)
                    .Select(row => string.Join(',', Enumerable.Range(0, 100).Select(i => i % 10 == 9 ? "1" : $"{row + i}")) + $",{"ab"[row % 2]}\n"));
        string[] lines = Read(text, "y").Summary.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(27, lines.Length);
        Assert.StartsWith("y ", lines[^2], StringComparison.Ordinal);
        Assert.Equal("and 78 more: 70 of kind number, 8 left out", lines[^1]);
    }
}
