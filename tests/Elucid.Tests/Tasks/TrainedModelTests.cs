using System.Globalization;
using System.Text.Json;

namespace Elucid.Tests.Tasks;

public sealed class TrainedModelTests : IDisposable
{
    // Numbers with a unit and a decimal comma, dates, categories, truth values; some are missing.
    const string Homes = """
        size;price;built;heating;sold
        120,5 €;1200,5;2001-05-17;gas;True
        80 €;810,25;1999-01-02;oil;False
        95,25 €;;2010-12-31;gas;False
        200 €;2100,75;2015-07-01;;True
        61 €;640,5;1987-03-09;oil;True
        150 €;1499,5;2020-10-30;heat pump;False
        """;

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // Weights as they are drawn answer, too; what is tested is what stands around the network.
    static (ModelFile, Module) Untrained(CsvTable table)
    {
        Standardizer scales = Standardizer.Fit(table.Dataset);
        Dataset data = table.Dataset;
        NetworkRecipe recipe = new() { Hidden = [8] };
        ModelFile file = new()
        {
            Recipe = recipe,
            Activation = "elu",
            FeatureShape = data.FeatureShape.ToArray(),
            OutputNames = data.Task == LearningTask.Classification ? data.ClassNames : data.TargetNames,
            Task = data.Task,
            Data = data.Name,
            Scales = scales,
            Table = table.Schema.FilledWith(scales.Features),
        };
        return (file, recipe.BuildNetwork(data.FeatureShape, data.OutputCount, ActivationCatalog.Parse("elu"), new RandomStream(1)));
    }

    TrainedModel OfTable(string csv, CsvOptions options)
    {
        (ModelFile file, Module network) = Untrained(CsvReader.Read(_directory.Write("table.csv", csv), options));
        file.Save(network, _directory["model.safetensors"]);
        return TrainedModel.Load(_directory["model.safetensors"]);
    }

    static TrainedModel OfDigits()
    {
        NetworkRecipe recipe = new() { Model = "cnn", Hidden = [2, 8] };
        ModelFile file =
            new()
            {
                Recipe = recipe,
                Activation = "elu",
                FeatureShape = [1, 8, 8],
                OutputNames = Digits.Load().ClassNames,
                Task = LearningTask.Classification,
                Data = "digits"
            };
        return new TrainedModel(file, recipe.BuildNetwork([1, 8, 8], 10, ActivationCatalog.Parse("elu"), new RandomStream(1)));
    }

    [Theory]
    [InlineData("heating")]
    [InlineData("price")]
    public void Values_texts_JSON_and_the_file_give_the_same_answer(string target)
    {
        TrainedModel model = OfTable(Homes, new() { Target = target, Missing = MissingValues.Mean });
        IReadOnlyList<Prediction?> ofFile = model.Predict(model.ReadRows(_directory["table.csv"]));

        Dictionary<string,
            object?> values =
                new()
                {
                    ["size"] = 120.5,
                    ["price"] = 1200.5m,
                    ["built"] = new DateOnly(2001, 5, 17),
                    ["heating"] = "gas",
                    ["sold"] = true,
                    ["id"] = 7
                };
        Assert.Equal(ofFile[0]!.Probabilities, model.Predict(values).Probabilities);
        Assert.Equal((ofFile[0]!.Class, ofFile[0]!.Value), (model.Predict(values).Class, model.Predict(values).Value));

        string[][] fields = [.. Homes.Split('\n').Select(line => line.Split(';'))];
        for (int row = 1; row < fields.Length; row++)
            AssertSame(ofFile[row - 1]!, model.Predict(fields[0].Zip(fields[row]).ToDictionary(pair => pair.First, pair => pair.Second)));

        using JsonDocument json = JsonDocument.Parse("""{ "size": 95.25, "price": null, "built": "2010-12-31", "heating": "gas", "sold": false }""");
        AssertSame(ofFile[2]!, model.Predict(json.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value)));
        values = new()
        {
            ["size"] = "95,25 €",
            ["price"] = double.NaN,
            ["built"] = new DateTime(2010, 12, 31),
            ["heating"] = "gas",
            ["sold"] = "False"
        };
        AssertSame(ofFile[2]!, model.Predict(values));
    }

    [Fact]
    public void A_table_in_parts_is_read_and_judged_as_a_whole_one_is()
    {
        TrainedModel model = OfTable(Homes, new() { Target = "heating", Missing = MissingValues.Mean });
        string path = _directory.Write("new.csv", Homes.Replace("200 €", "wide", StringComparison.Ordinal));
        NewRows whole = model.ReadRows(path);
        NewRows[] parts = [.. CsvReader.ReadRows(path, model.File.Table!, most: 3)];

        Assert.Equal([3, 3], parts.Select(part => part.Targets!.Length));
        Assert.Equal(whole.Features, parts.SelectMany(part => part.Features));
        Assert.Equal(whole.Targets, parts.SelectMany(part => part.Targets!));
        Assert.Equal(whole.MissingCount, parts.Sum(part => part.MissingCount));
        Assert.Equal(0, parts[1].Problems.Keys.Single());
        Assert.Equal(whole.Problems.Values, parts[1].Problems.Values);
        Assert.Equal(model.Evaluate(whole), model.Evaluate(parts));
        Assert.Equal(whole.Features, model.ReadRowParts(path).Single().Features);
    }

    static void AssertSame(Prediction expected, Prediction actual)
    {
        Assert.Equal(expected.Class, actual.Class);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
        Assert.Equal(expected.Values, actual.Values);
    }

    [Fact]
    public void Probabilities_are_the_networks_and_their_largest_names_the_class()
    {
        CsvTable table = CsvReader.Read(_directory.Write("table.csv", Homes), new() { Target = "heating", Missing = MissingValues.Mean });
        (ModelFile file, Module network) = Untrained(table);
        Prediction answer = new TrainedModel(file, network).Predict(table.Dataset)[1];

        network.Eval();
        Dataset scaled = file.Scales!.Apply(table.Dataset);
        Tensor logits = network.Forward(new Tensor([1, scaled.FeatureCount], scaled.Features.Slice(scaled.FeatureCount, scaled.FeatureCount)));
        float[] p = Ops.Softmax(logits).Values.ToArray();
        Assert.Equal(["gas", "heat pump", "oil"], answer.Probabilities.Keys);
        Assert.Equal(p.Select(x => (double)x), answer.Probabilities.Values, (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.Equal(file.OutputNames[Array.IndexOf(p, p.Max())], answer.Class);
        Assert.Null(answer.Value);
        Assert.Empty(answer.Values);
    }

    [Fact]
    public void Predicted_numbers_are_in_the_targets_own_units_though_they_are_too_long_for_floats()
    {
        string csv = "x,time\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{1_700_000_000 + i}\n"));
        TrainedModel model = OfTable(csv, new() { Target = "time" });
        Prediction answer = model.Predict(new Dictionary<string, int> { ["x"] = 20 });
        Assert.InRange(answer.Value!.Value, 1_700_000_000 - 100, 1_700_000_000 + 140);
        Assert.NotEqual((float)answer.Value.Value, answer.Value.Value);
        Assert.Equal((answer.Value, (string?)null), (answer.Values["time"], answer.Class));
    }

    [Fact]
    public void A_row_that_does_not_fit_is_refused_in_a_sentence()
    {
        const string csv = "size,colour,day,kind\n1,red,2001-01-02,a\n2,blue,2001-01-09,b\n3,red,2001-02-01,a\n4,blue,2001-03-01,b\n";
        TrainedModel model = OfTable(csv, new() { Target = "kind" });
        void Refuses(string sentence, string size = "size", object? value = null, object? colour = null, object? day = null) =>
            Refused.With<DataFormatException>(
            sentence, () =>
                model.Predict(new Dictionary<string, object?> { [size] = value, ["colour"] = colour ?? "red", ["day"] = day ?? "2001-01-02" }));

        Refuses("Expected a column 'size', but the row has sise, colour, day. Did you mean 'sise'? Name every column that the model learned from; a "
            + "missing value is null.", "sise", 1);
        Refuses("Column 'size': expected a value, but it is missing. Fill it in, or retrain with CsvOptions.Missing = MissingValues.Mean or "
            + "CsvOptions.Missing = MissingValues.Indicator.");
        Refuses("Column 'size': expected a finite number, but got 'big'. Correct the value.", value: "big");
        Refuses("Column 'size': expected a finite number, but got 'Infinity'. Correct the value.", value: double.PositiveInfinity);
        Refuses("Column 'colour': expected one of the 2 values that training saw (blue, red), but got 'pink'. Correct the value, or retrain "
            + "with CsvOptions.Unseen = UnseenValues.Other.",
            value: 1, colour: "pink");
        Refuses("Column 'day': expected a date such as 2024-01-31, but got '5'. Correct the value.", value: 1, day: 5);
        Refused.With<DataFormatException>(
            "Expected a column 'size', but the row has none. Name every column that the model learned from; a missing value is null.",
            () => model.Predict(new Dictionary<string, string>()));
        Refused.With<ArgumentException>(
            $"Expected the {model.File.FeatureShape[0]} features of one example of shape [{model.File.FeatureShape[0]}], as the model learned from "
                + $"table, but got 2.",
            () => model.Predict([1f, 2f]));
    }

    [Fact]
    public void An_unseen_category_is_an_unknown_one_where_the_model_learned_that()
    {
        TrainedModel model =
            OfTable("c,y\na,1\nb,2\na,1\nb,2\n", new() { Target = "y", Task = LearningTask.Regression, Unseen = UnseenValues.Other });
        double Of(object? value) => model.Predict(new Dictionary<string, object?> { ["c"] = value }).Value!.Value;
        Assert.Equal((Of("a") + Of("b")) / 2, Of("new"), 1e-1);
    }

    [Fact]
    public void NA_is_the_category_that_training_saw()
    {
        TrainedModel model =
            OfTable("country,y\nNA,1\nDE,2\nNA,1\nDE,2\n", new() { Target = "y", Task = LearningTask.Regression, CategoryColumns = ["country"] });
        Assert.NotEqual(
            model.Predict(new Dictionary<string, string> { ["country"] = "DE" }).Value,
            model.Predict(new Dictionary<string, string> { ["country"] = "NA" }).Value);
    }

    [Fact]
    public void Rows_of_a_file_that_cannot_be_read_have_no_answer()
    {
        TrainedModel model = OfTable("x,y\n1,a\n2,b\n3,a\n", new() { Target = "y" });
        NewRows rows = model.ReadRows(_directory.Write("rows.csv", "x\n1\nmuch\n3\n"));
        Assert.Equal([false, true, false], model.Predict(rows).Select(answer => answer is null));
        Assert.Equal([1], rows.Problems.Keys);
    }

    [Fact]
    public void A_table_that_was_read_otherwise_is_refused()
    {
        TrainedModel model = OfTable("c,x,y\na,1,u\nb,2,v\na,3,u\n", new() { Target = "y" });
        CsvTable other = CsvReader.Read(_directory.Write("other.csv", "c,x,y\nb,1,u\nc,2,v\nb,3,u\n"), new() { Target = "y" });
        Refused.With<DataFormatException>(
            "'other': the model expects the features c=a, c=b, x, but these are c=b, c=c, x. Read new rows with ReadRows.", () =>
                model.Predict(other.Dataset));
    }

    [Fact]
    public void Images_are_arrays_of_pixels()
    {
        TrainedModel model = OfDigits();
        Dataset digits = Digits.Load().Subset([.. Enumerable.Range(0, 300)]);
        IReadOnlyList<Prediction> all = model.Predict(digits);
        for (int i = 0; i < 300; i += 37)
        {
            AssertSame(all[i], model.Predict(digits.Features.Slice(64 * i, 64)));
            AssertSame(all[i], model.Predict(digits.Features.Slice(64 * i, 64).ToArray()));
        }
        Refused.With<InvalidOperationException>(
            "The model learned from digits, which is not a table with columns: give Predict the 64 numbers of an example of shape [1, 8, 8].",
            () => model.Predict(new Dictionary<string, string> { ["x"] = "1" }));
        Refused.With<ArgumentException>(
            "Expected the 64 features of one example of shape [1, 8, 8], as the model learned from digits, but got 3.", () =>
                model.Predict([1f, 2f, 3f]));
        Refused.With<ArgumentException>("Expected finite features, but number 1 is NaN. Leave the example out, or give what stands for it.",
            () => model.Predict([0, float.NaN, .. new float[62]]));
        Dataset wide = new("wide", new float[20], [20], [0], ["a"]);
        Refused.With<DataFormatException>(
            "'wide': the model expects examples of shape [1, 8, 8], as in digits, but these have [20].", () => model.Predict(wide));
    }

    [Fact]
    public void A_model_comes_from_a_path_a_stream_or_bytes()
    {
        TrainedModel model = OfTable(Homes, new() { Target = "price", Missing = MissingValues.Mean });
        byte[] bytes = File.ReadAllBytes(_directory["model.safetensors"]);
        Dictionary<string, string> row = new() { ["size"] = "80 €", ["built"] = "1999-01-02", ["heating"] = "oil", ["sold"] = "False" };
        Prediction expected = model.Predict(row);
        AssertSame(expected, TrainedModel.Load(bytes).Predict(row));
        AssertSame(expected, TrainedModel.Load(new MemoryStream(bytes)).Predict(row));
        using MemoryStream saved = new();
        (ModelFile file, Module network) = ModelFile.Load(new MemoryStream(bytes));
        file.Save(network, saved);
        Assert.Equal(bytes, saved.ToArray());
        Assert.StartsWith("'bytes': expected a safetensors file", Assert.Throws<ModelFormatException>(() => TrainedModel.Load([1, 2, 3])).Message);
    }

    [Fact]
    public void Eight_threads_that_ask_one_model_get_the_answers_of_one()
    {
        TrainedModel model = OfTable(Homes, new() { Target = "heating", Missing = MissingValues.Mean });
        IReadOnlyDictionary<string, object?> Row(int i) => new Dictionary<string, object?>
        {
            ["size"] = 50 + i,
            ["price"] = 500 + 10 * i,
            ["built"] = new DateTime(1980 + i % 40, 1, 1),
            ["sold"] = i % 2 == 0,
        };
        Prediction[] expected = [.. Enumerable.Range(0, 100).Select(i => model.Predict(Row(i)))];
        Parallel.For(0, 800, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => AssertSame(expected[i % 100], model.Predict(Row(i % 100))));
    }

    [Fact]
    public void A_name_that_no_output_has_is_answered_with_the_names_that_there_are()
    {
        Prediction answer = OfDigits().Predict(new float[64]);
        Refused.With<KeyNotFoundException>(
            "Expected one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, but got 'ten'.", () => answer.Probabilities["ten"].ToString(CultureInfo.InvariantCulture));
    }
}
