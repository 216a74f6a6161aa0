using System.Text;

namespace Elucid.Tests.Data.Tables;

[AnyWidth]
public sealed class CsvTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Numbers_stay_and_texts_become_one_feature_per_value()
    {
        CsvTable table = Read("size,colour,kind\n1.5,red,cat\n-2e1,blue,dog\n3,red,cat\n", "kind");
        Dataset data = table.Dataset;
        Assert.Equal(["size", "colour=blue", "colour=red"], data.FeatureNames);
        Assert.Equal([1.5f, 0, 1, -20, 1, 0, 3, 0, 1], data.Features.ToArray());
        Assert.Equal(["cat", "dog"], data.ClassNames);
        Assert.Equal([0, 1, 0], data.Labels.ToArray());
        Assert.Equal([3], data.FeatureShape.ToArray());
        Assert.Equal("table", data.Name);
    }

    [Fact]
    public void Quotes_line_ends_byte_order_mark_spaces_and_empty_lines_are_read_as_meant()
    {
        Dataset data = Read("\uFEFF\"a \"\"b\"\"\" , t ,\"c\r\nd\"\r\n\r\n 1 ,\"x, y\",2\r3, z ,4\n\n5,\" z\",6", "t").Dataset;
        Assert.Equal(["a \"b\"", "c\nd"], data.FeatureNames);
        Assert.Equal([1, 2, 3, 4, 5, 6], data.Features.ToArray());
        Assert.Equal([" z", "x, y", "z"], data.ClassNames);
    }

    [Theory]
    [InlineData("1,2,10,1,2,10", LearningTask.Classification, "1,2,10")]
    [InlineData("-1,0,1,1,0,-1", LearningTask.Classification, "-1,0,1")]
    [InlineData("1,01,+1,1.0,0,0.0", LearningTask.Classification, "0,1")]
    [InlineData("0.0,1.0,0.0,1.0", LearningTask.Classification, "0.0,1.0")]
    [InlineData("1,2,10,1", LearningTask.Regression, "")]
    [InlineData("b,a,10,b", LearningTask.Classification, "10,a,b")]
    [InlineData("1,2,3.5,4", LearningTask.Regression, "")]
    [InlineData("1.0,2.0,3.0,1.0", LearningTask.Regression, "")]
    public void The_target_decides_the_task(string targets, LearningTask task, string classes)
    {
        Dataset data = Read(Column(targets.Split(',')), "y").Dataset;
        Assert.Equal(task, data.Task);
        Assert.Equal(classes, string.Join(',', data.ClassNames));
    }

    [Fact]
    public void The_task_can_be_chosen()
    {
        Assert.Equal([1, 2, 10], Read(Column("1", "2", "10"), "y", o => o with { Task = LearningTask.Regression }).Dataset.Targets.ToArray());
        Dataset classes = Read(Column("2.5", "0.5", "2.5"), "y", o => o with { Task = LearningTask.Classification }).Dataset;
        Assert.Equal(["0.5", "2.5"], classes.ClassNames);
        Assert.Equal([1, 0, 1], classes.Labels.ToArray());
        AssertRefused("expected numbers in target column 'y' for regression, but they are text. Choose classification.",
            Column("a", "b"), "y", o => o with { Task = LearningTask.Regression });
    }

    [Fact]
    public void Whole_numbers_are_classes_if_they_are_few_and_the_guess_is_said_with_its_reason()
    {
        string Note(int different, int rows) => Assert.Single(Read(Column([.. Enumerable.Range(0, rows).Select(i => $"{i % different}")]), "y").Notes,
            note => note.StartsWith("Target", StringComparison.Ordinal));
        Assert.Equal(
            "Target y: 20 different whole numbers in 40 rows, taken for classes. If they are quantities, use CsvOptions.Task = "
                + "LearningTask.Regression.", Note(20, 40));
        Assert.Equal(
            "Target y: 21 different whole numbers in 300 rows, taken for a quantity (regression). If they are classes, use CsvOptions.Task = "
                + "LearningTask.Classification.",
            Note(21, 300));
        Assert.Equal(
            "Target y: 20 different whole numbers in 39 rows, taken for a quantity (regression). If they are classes, use CsvOptions.Task = "
                + "LearningTask.Classification.",
            Note(20, 39));
        Assert.Equal(
            "Target y: numbers that are written differently are one class (1, 01, 1.0). If they are names, use CsvOptions.CategoryColumns = [\"y\"].",
            Read(Column("1", "01", "1.0", "0"), "y").Notes[^1]);
        Assert.Equal(["0", "01", "1", "1.0"], Read(Column("1", "01", "1.0", "0"), "y", o => o with { CategoryColumns = ["y"] }).Dataset.ClassNames);
        AssertRefused(
            "expected at most 10000 classes in target column 'y', but there are more. If it is a quantity, choose regression (CsvOptions.Task = "
                + "LearningTask.Regression).",
            Column([.. Enumerable.Range(0, 10_001).Select(i => $"{i}")]), "y", o => o with { Task = LearningTask.Classification });
        AssertRefused("expected at most 10000 classes in target column 'y', but there are more. If it identifies rows, choose another target.",
            Column([.. Enumerable.Range(0, 10_001).Select(i => $"n{i}")]), "y");
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("NA", ". If 'NA' is a value, put it in quotes or use CsvOptions.CategoryColumns = [\"{0}\"]")]
    [InlineData("nan", ". If 'nan' is a value, put it in quotes or use CsvOptions.CategoryColumns = [\"{0}\"]")]
    [InlineData("?", ". If '?' is a value, put it in quotes or use CsvOptions.CategoryColumns = [\"{0}\"]")]
    [InlineData("\"\"", "")]
    public void A_missing_value_is_an_error_that_names_line_and_column(string missing, string advice)
    {
        AssertRefused(
            "line 3, column 'x': expected a value, but it is missing. Fill it in, or use CsvOptions.Missing = MissingValues.Mean, "
                + "CsvOptions.Missing = MissingValues.Indicator or CsvOptions.Missing = MissingValues.Drop"
            + string.Format(advice, "x") + ".", $"x,y\n1,a\n{missing},b\n2,a\n", "y", separator: ", ");
        AssertRefused(
            "line 3, column 'y': expected a value, but it is missing. Fill it in, or use CsvOptions.Missing = MissingValues.Mean, "
                + "CsvOptions.Missing = MissingValues.Indicator or CsvOptions.Missing = MissingValues.Drop, which leave out rows without a target"
            + string.Format(advice, "y") + ".", $"x,y\n1,a\n2,{missing}\n3,b\n", "y", separator: ", ");
    }

    [Fact]
    public void An_error_about_a_missing_value_tells_how_many_there_are() =>
        AssertRefused(
            "line 3, column 'x': expected a value, but it is missing, one of 3 (x: 2, z: 1). Fill it in, or use CsvOptions.Missing = "
                + "MissingValues.Mean, CsvOptions.Missing = MissingValues.Indicator "
            + "or CsvOptions.Missing = MissingValues.Drop.", "x,z,w,y\n1,4,,a\n,5,,b\n2,?,,a\nNULL,1,,b\n", "y", separator: ", ");

    [Theory]
    [InlineData(MissingValues.Mean)]
    [InlineData(MissingValues.Indicator)]
    public void A_row_without_a_target_is_left_out_where_missing_values_are_filled_in(MissingValues missing)
    {
        CsvTable table = Read("x,y\n1,a\n100,\n2,b\n,NA\n3,b\n,a\n", "y", o => o with { Missing = missing });
        Assert.Equal([0, 1, 1, 0], table.Dataset.Labels.ToArray());
        Assert.Equal(2, table.Dataset.Features[3 * table.Dataset.FeatureCount]);
        Assert.Equal("2 of 6 rows have no 'y' and were left out, as nothing can be learned from them.", table.Notes[0]);
        Assert.StartsWith("1 missing value becomes the mean of its column", table.Notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MissingValues.Refuse)]
    [InlineData(MissingValues.Mean)]
    [InlineData(MissingValues.Drop)]
    public void A_target_without_values_is_an_error(MissingValues missing) =>
        AssertRefused("expected values in target column 'y', but all are missing. "
        + "Choose another target.", "x,y\n1,\n2,NA\n", "y", o => o with { Missing = missing });

    [Fact]
    public void Missing_values_are_filled_or_their_rows_left_out_if_asked_for()
    {
        const string text = "x,c,y\n1,u,a\n?,v,b\n4,,a\n7,v,b\n";
        CsvTable mean = Read(text, "y", o => o with { Missing = MissingValues.Mean });
        float third = 1f / 3;
        Assert.Equal([1, 1, 0, 4, 0, 1, 4, third, 2 * third, 7, 0, 1], mean.Dataset.Features.ToArray());
        Assert.Equal("2 missing values become the mean of their column.", Assert.Single(mean.Notes));

        CsvTable indicator = Read(text, "y", o => o with { Missing = MissingValues.Indicator });
        Assert.Equal(["x", "x missing", "c=u", "c=v", "c missing"], indicator.Dataset.FeatureNames);
        Assert.Equal([4, 1, 0, 1, 0, 4, 0, third, 2 * third, 1], indicator.Dataset.Features[5..15].ToArray());

        CsvTable drop = Read(text, "y", o => o with { Missing = MissingValues.Drop });
        Assert.Equal([1, 1, 0, 7, 0, 1], drop.Dataset.Features.ToArray());
        Assert.Equal([0, 1], drop.Dataset.Labels.ToArray());
        Assert.Equal("2 of 4 rows have missing values and were left out.", drop.Notes[0]);

        AssertRefused(
            "expected rows of data below the header, but all 4 have missing values and were left out. Use CsvOptions.Missing = MissingValues.Mean "
                + "or CsvOptions.Missing = MissingValues.Indicator, "
            + "or leave a column out with CsvOptions.Ignore.", "x,z,y\n?,1,a\n1,?,b\n?,2,a\n2,?,b\n", "y", o =>
                o with { Missing = MissingValues.Drop });
    }

    [Fact]
    public void Missing_values_in_a_column_that_is_not_used_matter_to_nobody()
    {
        const string text = "x,none,other,y\n1,,7,a\n2,NA,,b\n3,,8,a\n4,,8,b\n";
        foreach (MissingValues missing in Enum.GetValues<MissingValues>())
        {
            CsvTable table = Read(text, "y", o => o with { Missing = missing, Ignore = ["other"] });
            Assert.Equal([1, 2, 3, 4], table.Dataset.Features.ToArray());
            Assert.Equal("none: has no values and is left out.", Assert.Single(table.Notes));
        }
    }

    [Fact]
    public void Means_of_missing_values_are_those_of_the_training_rows_where_data_are_standardized()
    {
        Dataset data = Read("x,y\n1,a\n3,b\n,a\n100,b\n", "y", o => o with { Missing = MissingValues.Mean }).Dataset;
        Standardizer scales = Standardizer.Fit(data.Subset([0, 1, 2]));
        Assert.Equal((2f, 1f), (scales.Features.Means[0], scales.Features.Deviations[0]));
        Assert.Equal([-1, 1, 0, 98], scales.Apply(data).Features.ToArray());
    }

    [Fact]
    public void Text_or_infinity_in_a_numeric_column_is_an_error_that_names_line_and_value()
    {
        AssertRefused("line 4, column 'x': expected a number, as in 3 of 4 rows, but got 'three'. Correct the value, leave it empty if it is "
            + "unknown (or use CsvOptions.MissingMarks), or name the column a category (CsvOptions.CategoryColumns = [\"x\"]).",
                "x,y\n1,a\n2,b\nthree,a\n4,b\n", "y", separator: ", ");
        AssertRefused("line 3, column 'x': expected a finite number within ±3.4e38, but got '1e99'. Correct the value, or leave it empty if it is "
            + "unknown.",
            "x,y\n1,a\n1e99,b\n-Infinity,a\n", "y", separator: ", ");
        AssertRefused("line 5, column 'y': expected a number, as in 3 of 4 rows, but got 'x4'. Correct the value, leave it empty if it is unknown "
            + "(or use CsvOptions.MissingMarks), or name the column a category (CsvOptions.CategoryColumns = [\"y\"]).", Column("1", "2", "3", "x4"),
                "y", separator: ", ");
        Assert.Equal(["1", "2", "3", "x4"], Read(Column("1", "2", "3", "x4"), "y", o => o with { CategoryColumns = ["y"] }).Dataset.ClassNames);
        AssertRefused("expected target column 'y' to be a category or a quantity, but it is named a category and regression is chosen. Drop "
            + "one of the two.",
            Column("1", "2"), "y", o => o with { CategoryColumns = ["y"], Task = LearningTask.Regression });
        Assert.Equal(["x=1", "x=2"], Read("x,y\n1,a\n2,b\n", "y", o => o with { CategoryColumns = ["x"] }).Dataset.FeatureNames);
    }

    [Fact]
    public void Ragged_rows_and_misplaced_quotes_are_refused_in_sentences()
    {
        AssertRefused("line 3: expected 2 fields, as in the header, but got 3. Complete the row, or quote a field that holds the separator.",
            "x,y\n1,a\n2,b,c\n", "y", separator: ", ");
        AssertRefused("line 4: expected 2 fields, as in the header, but got 1. Complete the row, or quote a field that holds the separator.",
            "x,y\n1,\"a\nb\"\n2\n", "y", separator: ", ");
        AssertRefused("line 3: expected a closing quote for the one opened on line 3, but the file ends. Close it, or double a quote that belongs "
            + "to the text.",
            "x,y\n1,a\n2,\"b\n3,c\n", "y", separator: ", ");
        AssertRefused("line 2: expected ',' or the end of the line after a closing quote, but got 'z'. Double a quote that belongs to the text.",
            "x,y\n\"1\"z,a\n", "y", separator: ", ");
        AssertRefused("line 2: expected at most 4194304 characters in a row, but there are more. Look for a quote that is not closed.",
            "x,y\n\"" + new string('1', 1 << 22) + "1\",a\n", "y", separator: ", ");
    }

    [Fact]
    public void Files_without_rows_names_or_text_are_refused_in_sentences()
    {
        AssertRefused("expected a header and rows of data, but the file is empty.", "", "y");
        AssertRefused("expected a header and rows of data, but the file is empty.", "\r\n\n", "y");
        AssertRefused("expected rows of data below the header, but there are none. Add rows.", "x,y\n", "y");
        AssertRefused("line 1: expected a header with the names of the columns, but it holds only numbers. Put a line of names above the "
            + "data.", "1,2\n3,4\n", "y", separator: ", ");
        AssertRefused("line 1: expected a name for every column, but column 2 has none. Name it in the "
            + "header.", "x,,y\n1,2,a\n", "y", separator: ", ");
        AssertRefused("line 1: expected a different name for every column, but 'x' occurs twice. Rename one.", "x,y,x\n1,2,3\n", "y", separator: ", "
            + "");
        AssertRefused("line 1: expected at most 100000 columns, but the header has 100001. Check the separator, or remove columns.",
            new string(',', 100_000), "y", separator: ", ");
        string path = _directory.Write("latin.csv", Encoding.Latin1.GetBytes("x,y\n1,café\n"));
        Refused.With<DataFormatException>($"'{path}': expected text in UTF-8, but a byte near line 1 is not. Save the table as CSV in UTF-8 "
            + "(a spreadsheet file must be exported).", () => CsvReader.Read(path, new CsvOptions { Target = "y" }));
        void IsForeign(string sentence, ReadOnlySpan<byte> bytes)
        {
            string file = _directory.Write("foreign.csv", bytes.ToArray());
            Refused.With<DataFormatException>(
                $"'{file}': expected a CSV file, but it is {sentence}", () => CsvReader.Read(file, new CsvOptions { Target = "y" }));
        }
        IsForeign("compressed with gzip. Unpack it first.", [0x1F, 0x8B, 8]);
        IsForeign("a ZIP archive, as spreadsheets of .xlsx and .ods are. Unpack it first, or export the table of a spreadsheet as CSV.",
            [.. "PK"u8, 3, 4, 20, 0]);
        IsForeign("a Parquet file. Write its table as CSV.", "PAR1"u8);
        Refused.With<DataFormatException>("'/nowhere.csv': expected a CSV file, but there is no such file. Check the path.",
            () => CsvReader.Read("/nowhere.csv", new CsvOptions { Target = "y" }));
    }

    [Fact]
    public void Texts_that_people_may_have_meant_to_be_one_are_told_of()
    {
        CsvTable table = Read("place,y\nBern,yes\nbern,Yes\nLinz,no\nBern,yes\nbern,Yes\nLinz,no\n", "y");
        Assert.Equal(
            [
                "Target y: 'Yes' and 'yes' are 2 classes, though they differ only in case or in spaces. Write them alike if they are one.",
                "place ('Bern' and 'bern'): taken for different values, though they differ only in case or in spaces. Write them alike if they are one.",
            ], table.Notes.Order(StringComparer.Ordinal));
        Assert.Empty(Read("place,y\nBern,yes\nLinz,no\nBern,yes\nLinz,no\n", "y").Notes);
    }

    [Fact]
    public void An_unknown_column_lists_the_columns_and_names_the_nearest()
    {
        AssertRefused("expected a target column 'specis', but the columns are length, species. Did you mean "
            + "'species'?", "length,species\n1,a\n", "specis");
        AssertRefused("expected a target column 'z', but the columns are length, species.", "length,species\n1,a\n", "z");
        AssertRefused("expected a category column 'Length', but the columns are length, species. Did you mean "
            + "'length'?", "length,species\n1,a\n", "species",
            o => o with { CategoryColumns = ["Length"] });
        AssertRefused("expected columns to predict 'y' from, but it is the only one. Add features, or check the separator.", "y\n1\n", "y");
    }

    [Fact]
    public void Columns_of_one_class_or_of_too_many_texts_are_refused_in_sentences()
    {
        AssertRefused("expected at least two classes in target column 'y', but all 3 rows say 'a'. Choose another target or add rows of other "
            + "classes.",
            Column("a", "a", "a"), "y");
        string names = "name,y\n" + string.Concat(Enumerable.Range(0, 1001).Select(i => $"n{i},{i % 2}\n"));
        AssertRefused("expected at most 1000 different texts in column 'name', each of which becomes a feature, but there are more. "
            + "Leave the column out if it identifies rows, or group its values.", names, "y", o => o with { Keep = ["name"] });
        AssertRefused(
            "expected at least one column to predict 'y' from, but name is left out: over 1,000 texts. Use CsvOptions.Keep = [\"COLUMN\"] to keep "
                + "one, or ignore fewer.",
            names, "y");
    }

    [Fact]
    public void New_rows_are_read_as_the_schema_says_whatever_the_order_of_their_columns()
    {
        CsvSchema schema = Read("x,c,y\n1,u,0.5\n?,v,1.5\n3,v,2.5\n", "y", o => o with { Missing = MissingValues.Mean }).Schema;
        string path = _directory.Write("new.csv", "c,more,x\nv,1,7\nu,,\n");
        Assert.Equal([7, 0, 1, 2, 1, 0], CsvReader.ReadRows(path, schema).EnsureComplete().Features);

        path = _directory.Write("new.csv", "x,c\n1,w\n");
        Refused.With<DataFormatException>($"'{path}', line 2, column 'c': expected one of the 2 values that training saw (u, v), but got 'w'. "
            + "Correct the value, or retrain with CsvOptions.Unseen = UnseenValues.Other.",
            () => CsvReader.ReadRows(path, schema).EnsureComplete().Features);
        path = _directory.Write("new.csv", "x,c\none,u\n");
        Refused.With<DataFormatException>($"'{path}', line 2, column 'x': expected a finite number, but got 'one'. Correct the value.",
            () => CsvReader.ReadRows(path, schema).EnsureComplete().Features);
        path = _directory.Write("new.csv", "x,d\n1,u\n");
        Refused.With<DataFormatException>($"'{path}': expected a column 'c', but the columns are x, d.", () => CsvReader.ReadRows(path, schema));
        path = _directory.Write("new.csv", "x,c\n");
        Refused.With<DataFormatException>($"'{path}': expected rows of data below the header, but there are none. Add "
            + "rows.", () => CsvReader.ReadRows(path, schema).EnsureComplete().Features);
        path = _directory.Write("new.csv", "x,c\n,u\n");
        Refused.With<DataFormatException>($"'{path}', line 2, column 'x': expected a value, but it is missing. Fill it in, or retrain with "
            + "CsvOptions.Missing = MissingValues.Mean or CsvOptions.Missing = MissingValues.Indicator.",
            () => CsvReader.ReadRows(path, schema with { Missing = MissingValues.Drop }).EnsureComplete().Features);
    }

    [Fact]
    public void Messages_show_foreign_text_short_and_without_control_characters() =>
        AssertRefused($"line 5, column 'x': expected a number, as in 3 of 4 rows, but got ' [31m{new string('z', 55)}…'. Correct the value, leave "
            + "it empty if it is unknown (or use CsvOptions.MissingMarks), or name the column a category (CsvOptions.CategoryColumns = [\"x\"]).",
                $"x,y\n1,a\n2,b\n3,a\n\u001B[31m{new string('z', 5000)},b\n", "y", separator: ", ");

    [Fact]
    public void Every_mutation_of_a_valid_table_is_read_or_refused_and_nothing_else()
    {
        const string valid = "size,colour,kind\n1.5,red,cat\n-2e1,\"blue, dark\",dog\n3,red,cat\n4,\"a \"\"b\"\"\",dog\n";
        string[] splices = ["\"", ",", "\n", "\r", "NaN", "1e99", "?", "-", "∞", "\0", "\uFEFF", "kind", "7", " "];
        RandomStream random = new(1);
        int read = 0;
        for (int i = 0; i < 600; i++)
        {
            StringBuilder mutant = new(valid);
            for (int edits = 1 + random.NextInt32(3); edits > 0; edits--)
                if (random.NextInt32(2) == 0)
                    mutant.Insert(random.NextInt32(mutant.Length), splices[random.NextInt32(splices.Length)]);
                else
                    mutant.Remove(random.NextInt32(mutant.Length), 1);
            try
            {
                LearningTask? task = i % 5 == 0 ? LearningTask.Classification : null;
                Read(mutant.ToString(), "kind", o => o with { Missing = (MissingValues)(i % 4), Task = task });
                read++;
            }
            catch (DataFormatException)
            {
            }
        }
        Assert.InRange(read, 60, 540);
    }

    [Fact]
    public void A_stored_schema_reads_new_rows_alike()
    {
        CsvSchema schema = Read("x;c;y\n1;ü \"q\";a\n?;v;b\n4;v;a\n", "y", o => o with { Separator = ';', Missing = MissingValues.Mean }).Schema;
        CsvSchema stored = CsvSchema.FromJson(schema.ToJson());
        string path = _directory.Write("new.csv", "c;x\nv;\n\"ü \"\"q\"\"\";7\n");
        Assert.Equal([2.5f, 1, 0, 7, 0, 1], CsvReader.ReadRows(path, stored).EnsureComplete().Features);
        Assert.Equal(CsvReader.ReadRows(path, schema).EnsureComplete().Features, CsvReader.ReadRows(path, stored).EnsureComplete().Features);
        Assert.Equal((schema.Target, schema.Task, string.Join(',', schema.ClassNames)),
            (stored.Target, stored.Task, string.Join(',', stored.ClassNames)));
        Assert.Equal(schema.ToJson(), stored.ToJson());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"target":"y","task":"Sorting","missing":"Mean","separator":",","classes":[],"columns":[]}""")]
    [InlineData("""{"target":"y","task":"Regression","missing":"Mean","separator":",,","classes":[],"columns":[]}""")]
    [InlineData("""{"target":null,"task":"Regression","missing":"Mean","separator":",","classes":[],"columns":[]}""")]
    [InlineData("""{"target":"y","task":"Regression","missing":"Mean","separator":",","classes":[],"columns":[{"name":"c"}]}""")]
    [InlineData("""{"target":"y","task":"Regression","missing":"Mean","separator":",","classes":[],"columns":[{"name":"c","mean":1e999}]}""")]
    public void A_damaged_schema_is_refused_in_a_sentence(string json) => Refused.With<DataFormatException>(
        "Expected the schema of a table as CsvSchema.ToJson writes it, but it cannot be read. The file that holds it is damaged; save the model "
            + "again.",
        () => CsvSchema.FromJson(json));

    [Fact]
    public void A_separator_can_be_chosen_unless_it_means_something_else()
    {
        Assert.Equal([1.5f, 2], Read("x;y\n1.5;a\n2;b,c\n", "y", o => o with { Separator = ';' }).Dataset.Features.ToArray());
        Refused.With<ArgumentException>("Expected a separator such as ',', ';' or a tab, but got a quote, a space or a line end.",
            () => Read("x y\n1 a\n", "y", o => o with { Separator = ' ' }));
    }

    [Fact]
    public void Long_fields_and_rows_cross_the_buffers_unharmed()
    {
        string text = new('t', 200_000);
        Dataset data = Read($"x,{text},y\n1,2,\"{text},\"\n3,4,b\n", "y").Dataset;
        Assert.Equal(["x", text], data.FeatureNames);
        Assert.Equal(["b", text + ","], data.ClassNames);
    }

    CsvTable Read(string text, string target, Func<CsvOptions, CsvOptions>? change = null)
    {
        CsvOptions options = new() { Target = target };
        return CsvReader.Read(_directory.Write("table.csv", text), change is null ? options : change(options));
    }

    void AssertRefused(string sentence, string text, string target, Func<CsvOptions, CsvOptions>? change = null, string separator = ": ") =>
        Refused.With<DataFormatException>($"'{_directory["table.csv"]}'{separator}{sentence}", () => Read(text, target, change));

    static string Column(params string[] targets) => "x,y\n" + string.Concat(targets.Select((target, i) => $"{i},{target}\n"));
}
