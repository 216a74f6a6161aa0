using System.Text.Json.Nodes;
using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Runs;

[AnyWidth]
public sealed class ModelFileTests : IDisposable
{
    const string Key = "elucid.model";

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    string Train(StudyData data, int epochs = 1)
    {
        using OutputDirectory directory = OutputDirectory.Open(_directory[data.Task.ToString()]);
        TrainingRun run = new(new RunSettings(data.Id, Tiny.Recipe with { Epochs = epochs }, "elu", 0), data, directory);
        run.Run(null, TestContext.Current.CancellationToken);
        return run.ModelPath;
    }

    string Rewrite(string model, string description)
    {
        SafetensorsFile file = SafetensorsFile.Read(model);
        SafetensorsFile.Write(_directory["hostile"], file.Entries.Values, new Dictionary<string, string> { [Key] = description });
        return _directory["hostile"];
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "recipe", "null" },
        { "recipe.hidden", "null" },
        { "recipe.hidden", "[]" },
        { "recipe.hidden", "[0]" },
        { "recipe.hidden", "[-8]" },
        { "recipe.hidden", "[9]" },
        { "recipe.hidden", "[2147483647]" },
        { "recipe.hidden", "[2000000000, 2000000000]" },
        { "recipe.hidden", "[1e99]" },
        { "recipe.dropout", "2" },
        { "scales.targetMeans", "[1]" },
        { "recipe.model", "\"transformer\"" },
        { "recipe.init", "null" },
        { "activation", "null" },
        { "activation", "\"nonsense\"" },
        { "activation", "\"prelu\"" },
        { "featureShape", "null" },
        { "featureShape", "[]" },
        { "featureShape", "[0]" },
        { "featureShape", "[-2]" },
        { "featureShape", "[3]" },
        { "featureShape", "[65536, 65536]" },
        { "outputNames", "null" },
        { "outputNames", "[]" },
        { "outputNames", "[null, null, null]" },
        { "outputNames", "[\"cat\"]" },
        { "task", "\"sorting\"" },
        { "task", "7" },
        { "scales", "{}" },
        { "scales.featureMeans", "null" },
        { "scales.featureMeans", "[1]" },
        { "scales.featureDeviations", "[0, 0]" },
        { "scales.featureDeviations", "[\"NaN\", 1]" },
        { "table", "{}" },
        { "table.columns", "null" },
        { "table.columns", "[]" },
        { "table.columns", "[null, null]" },
        { "table.columns", "[{\"name\":\"x\",\"categories\":[\"a\",\"a\"],\"mostFrequent\":\"a\"}]" },
        { "table.columns", "[{\"name\":\"x\",\"categories\":[null],\"mostFrequent\":\"a\"}]" },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Hostile_description_is_refused_in_a_sentence_without_large_memory(string path, string value)
    {
        string model = Train(Tiny.Classes);
        JsonNode description = JsonNode.Parse(SafetensorsFile.Read(model).Metadata[Key])!;
        if (path == "table.columns")
        {
            // The schema of the table is a JSON text of its own.
            JsonNode table = JsonNode.Parse((string)description["table"]!)!;
            table["columns"] = JsonNode.Parse(value);
            description["table"] = table.ToJsonString();
        }
        else
        {
            string[] parts = path.Split('.');
            JsonNode parent = parts[..^1].Aggregate(description, (node, name) => node[name]!);
            parent[parts[^1]] = JsonNode.Parse(value);
        }
        string hostile = Rewrite(model, description.ToJsonString());

        long before = GC.GetAllocatedBytesForCurrentThread();
        string sentence = Assert.Throws<ModelFormatException>(() => ModelFile.Load(hostile)).Message;
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000, "refusing allocated more than 10 MB");
        Assert.StartsWith($"'{hostile}': ", sentence);
        Assert.EndsWith(".", sentence);
        Assert.DoesNotContain("(Parameter", sentence);
    }

    [Fact]
    public void Description_that_is_no_JSON_is_refused()
    {
        string hostile = Rewrite(Train(Tiny.Classes), "{\"recipe\":");
        Assert.StartsWith(
            $"'{hostile}': the description of the network cannot be used: ",
            Assert.Throws<ModelFormatException>(() => ModelFile.Load(hostile)).Message);
    }

    [Fact]
    public void Weights_without_a_description_are_refused()
    {
        SafetensorsFile.Write(_directory["bare"], SafetensorsFile.Read(Train(Tiny.Classes)).Entries.Values, null);
        Refused.With<ModelFormatException>(
            $"'{_directory["bare"]}' holds weights but no description of their network: use a model that ModelFile.Save saved.", () =>
                ModelFile.Load(_directory["bare"]));
    }

    [Fact]
    public void Missing_tensor_is_named()
    {
        SafetensorsFile file = SafetensorsFile.Read(Train(Tiny.Classes));
        SafetensorsEntry filler = new("filler", [1000], new float[1000]);
        SafetensorsFile.Write(_directory["less"], file.Entries.Values.Where(e => e.Name != "2.weight").Append(filler), file.Metadata);
        Refused.With<ModelFormatException>(
            $"'{_directory["less"]}': expected tensor '2.weight' of shape [3, 8], but it is missing.", () => ModelFile.Load(_directory["less"]));
    }

    [Fact]
    public void A_tensor_too_many_is_named()
    {
        SafetensorsFile file = SafetensorsFile.Read(Train(Tiny.Classes));
        SafetensorsFile.Write(_directory["more"], file.Entries.Values.Append(new("9.weight", [2], new float[2])), file.Metadata);
        Refused.With<ModelFormatException>(
            $"'{_directory["more"]}': the file has '9.weight', which the described network does not have: description and weights are of different "
                + $"networks. Use the file as ModelFile.Save saved it.",
            () => ModelFile.Load(_directory["more"]));
    }

    [Fact]
    public void Predictions_are_the_models_own_outputs()
    {
        string model = Train(Tiny.Classes, epochs: 20);
        string[] lines = PredictionsTests.Csv(model, _directory.Write("rows.csv", Tiny.ClassesCsv)).TrimEnd('\n').Split('\n');
        string[] truth = [.. Tiny.ClassesCsv.TrimEnd('\n').Split('\n').Skip(1).Select(line => line.Split(',')[2])];

        Assert.Equal("row,prediction,p(cat),p(cow),p(dog)", lines[0]);
        Assert.Equal(91, lines.Length);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.InRange(rows.Zip(truth).Count(pair => pair.First[1] == pair.Second) / 90.0, 0.8, 1);
        Assert.All(rows, row =>
        {
            double[] p = [.. row[2..].Select(text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];
            Assert.Equal(1, p.Sum(), 1e-5);
            Assert.Equal(row[1], new[] { "cat", "cow", "dog" }[Array.IndexOf(p, p.Max())]);
        });
    }

    [Fact]
    public void A_program_that_asks_for_one_row_gets_the_numbers_of_the_file()
    {
        foreach (StudyData data in new[] { Tiny.Classes, Tiny.Plane })
        {
            string model = Train(data, epochs: 3), rows = data == Tiny.Classes ? Tiny.ClassesCsv : "x,colour\n0,red\n0.25,blue\n1,red\n";
            string[][] told = Fields(PredictionsTests.Csv(model, _directory.Write("rows.csv", rows))), given = Fields(rows);
            TrainedModel loaded = TrainedModel.Load(model);
            for (int row = 1; row < given.Length; row++)
            {
                Prediction answer = loaded.Predict(given[0].Zip(given[row]).ToDictionary(pair => pair.First, pair => pair.Second));
                Assert.Equal(
                    told[row][^loaded.File.OutputNames.Count..],
                    answer.Probabilities.Values.Concat(answer.Values.Values).Select(number => $"{number}"));
                Assert.Equal(answer.Class ?? $"{answer.Value}", told[row][1]);
            }
        }

        static string[][] Fields(string csv) => [.. csv.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
    }

    [Fact]
    public void Predicted_quantities_are_in_the_targets_own_units_whatever_the_order_of_the_columns()
    {
        string model = Train(Tiny.Plane, epochs: 100);
        string[] lines =
            PredictionsTests.Csv(model, _directory.Write("rows.csv", "note,colour,x\nn,red,0\nn,blue,0\nn,red,1\n")).TrimEnd('\n').Split('\n');

        Assert.Equal("row,y", lines[0]);
        double[] y = [.. lines.Skip(1).Select(line => double.Parse(line.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal([105.5, 95.5, 125.5], y, (expected, actual) => Math.Abs(expected - actual) < 4);
    }

    [Fact]
    public void Data_that_does_not_fit_the_model_is_refused()
    {
        string model = Train(Tiny.Classes);
        string Rows(string csv) => _directory.Write("rows.csv", csv);
        string Complaint(string data) => Assert.Throws<DataFormatException>(() => PredictionsTests.Csv(model, data)).Message;

        Assert.Equal($"'{_directory["rows.csv"]}': expected a column 'y', but the columns are x, z.", Complaint(Rows("x,z\n1,2\n")));
        Assert.Contains("line 3", Complaint(Rows("x,y\n1,2\n1,b\n")));
        Assert.Contains("but it is missing", Complaint(Rows("x,y\n1,\n")));
        Assert.Contains("'nofile.csv'", Complaint("nofile.csv"));
        Assert.Equal($"'{_directory["rows.csv"]}': expected rows of data below the header, but there are none. Add rows.", Complaint(Rows("x,y\n")));
    }
}
