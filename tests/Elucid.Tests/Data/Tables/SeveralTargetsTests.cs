using System.Text;

namespace Elucid.Tests.Data.Tables;

/// <summary>Several columns of a table to be predicted at once.</summary>
public sealed class SeveralTargetsTests
{
    const string Houses = "area,kind,price\n50,flat,100\n60,flat,\n200,house,\n180,house,400\n70,,150\n90,,\n55,flat,120\n210,house,430\n";

    static CsvTable Read(string text, Func<CsvOptions, CsvOptions>? change = null, params string[] targets)
    {
        CsvOptions options = new() { Targets = targets };
        return CsvReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), change is null ? options : change(options), "houses.csv");
    }

    static string Refusal(string text, Func<CsvOptions, CsvOptions>? change = null, params string[] targets) =>
        Assert.ThrowsAny<Exception>(() => Read(text, change, targets)).Message;

    [Fact]
    public void Each_is_read_as_what_it_is_and_rows_without_any_are_left_out()
    {
        CsvTable table = Read(Houses, null, "price", "kind");
        Dataset data = table.Dataset;
        Assert.Equal((LearningTask.Several, 7), (data.Task, data.Count));
        Assert.Equal(["price", "kind=flat", "kind=house"], data.OutputNames);
        Assert.Equal([(false, 0), (true, 2)], data.SeveralTargets.Select(target => (target.IsOfClasses, target.ClassNames.Count)));
        Assert.Equal([100, 0, float.NaN, 0, float.NaN, 1, 400, 1, 150, float.NaN, 120, 0, 430, 1], data.Targets.ToArray());
        Assert.Equal(["area"], data.FeatureNames);
        Assert.Equal(
            [
                "1 of 8 rows have none of price, kind and were left out, as nothing can be learned from them.",
                "Target price: missing in 2 of 7 rows, where it counts for nothing.",
                "Target kind: missing in 1 of 7 rows, where it counts for nothing.",
            ], table.Notes.Take(3));
    }

    [Fact]
    public void The_schema_reads_new_rows_alike_after_it_was_stored()
    {
        CsvSchema schema = CsvSchema.FromJson(Read(Houses, null, "price", "kind").Schema.ToJson());
        Assert.Equal(("price, kind", LearningTask.Several), (schema.Target, schema.Task));
        Assert.Equal(["flat", "house"], schema.SeveralTargets[1].ClassNames);
        NewRows rows = CsvReader.ReadRows(new MemoryStream("kind,area\nhouse,100\nship,50\n"u8.ToArray()), schema);
        Assert.Equal([float.NaN, 1, float.NaN, float.NaN], rows.Targets!);
        Dataset judged = rows.Answered("new", [1], LearningTask.Several, [], schema.SeveralTargets)!;
        Assert.Equal((1, 100f), (judged.Count, judged.Features[0]));
        Assert.Null(CsvReader.ReadRows(new MemoryStream("area\n100\n"u8.ToArray()), schema).Targets);
    }

    [Fact]
    public void A_column_that_is_called_as_the_list_is_one_target()
    {
        CsvTable table = Read("x,\"a,b\",a,b\n1,2.5,1,2\n2,3.5,2,3\n3,1.25,1,2\n", o => o with { Target = "a,b" }, "a", "b");
        Assert.Equal(["a,b"], table.Dataset.TargetNames);
        Assert.Equal(LearningTask.Regression, table.Dataset.Task);
        Assert.Equal("Target a,b: taken for the one column of that name. To learn a, b together, rename that column.", table.Notes[0]);
    }

    [Fact]
    public void Whole_numbers_are_classes_or_quantities_one_by_one()
    {
        string text = "x,rooms,kind\n" + string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{i % 3},{(i % 2 == 0 ? "a" : "b")}\n"));
        Assert.Equal([true, true], Read(text, null, "rooms", "kind").Dataset.SeveralTargets.Select(target => target.IsOfClasses));
        Assert.Equal(
            [false, true],
            Read(text, o => o with { QuantityColumns = ["rooms"] }, "rooms", "kind").Dataset.SeveralTargets.Select(target => target.IsOfClasses));
        Assert.Contains(
            "taken for classes. If they are quantities, use CsvOptions.QuantityColumns = [\"rooms\"].",
            Read(text, null, "rooms", "kind").Notes.Single(note => note.StartsWith("Target rooms", StringComparison.Ordinal)));
        Assert.Equal(
            "CsvOptions.QuantityColumns = [\"x\"] is for targets, and 'x' is none: omit it.",
            Refusal(text, o => o with { QuantityColumns = ["x"] }, "rooms", "kind"));
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        Assert.Equal("CsvOptions.Targets = [\"kind\", \"kind\"] names 'kind' twice: name each target once.", Refusal(Houses, null, "kind", "kind"));
        Assert.Equal(
            "'houses.csv': expected a target column 'prise', but the columns are area, kind, price. Did you mean 'price'?",
            Refusal(Houses, null, "kind", "prise"));
        Assert.Contains(
            "expected at least two classes in target column 'kind', but all 2 rows say 'a'",
            Refusal("x,kind,size\n1,a,1.5\n2,a,2.5\n", null, "size", "kind"));
        Assert.Contains("all 3 are targets. Add features", Refusal("a,b,c\n1.5,2.5,3.5\n2.5,1,7.5\n", null, "a", "b", "c"));
        Assert.StartsWith(
            "LearningTask.Reconstruct learns the rows themselves, beside which one column may say what kind each is of, but 2 targets are named",
            Refusal(Houses, o => o with { Task = LearningTask.Reconstruct }, "kind", "price").Replace("CsvOptions.Task = ", ""));
        Assert.Contains("name at least two, such as", Refusal(Houses, o => o with { Target = "kind", Task = LearningTask.Several }));
        Assert.Contains("'Kind' stands twice", Refusal("x,Kind,kind\n1,a,b\n2,b,a\n3,a,b\n", null, "Kind", "kind"));
    }

    [Fact]
    public void Missing_features_are_what_they_were()
    {
        string text = Houses.Replace("\n60,", "\n,", StringComparison.Ordinal);
        Assert.Contains("line 3, column 'area': expected a value, but it is missing", Refusal(text, null, "kind", "price"));
        Assert.Equal(7, Read(text, o => o with { Missing = MissingValues.Mean }, "kind", "price").Dataset.Count);
        Assert.Equal(6, Read(text, o => o with { Missing = MissingValues.Drop }, "kind", "price").Dataset.Count);
    }

    [Fact]
    public void One_target_of_them_is_a_dataset_of_the_rows_that_have_it()
    {
        Dataset data = Read(Houses, null, "price", "kind").Dataset, prices = data.OfTarget(0), kinds = data.OfTarget(1);
        Assert.Equal((LearningTask.Regression, LearningTask.Classification), (prices.Task, kinds.Task));
        Assert.Equal([100, 400, 150, 120, 430], prices.Targets.ToArray());
        Assert.Equal([0, 0, 1, 1, 0, 1], kinds.Labels.ToArray());
        Assert.Equal([50, 60, 200, 180, 55, 210], kinds.Features.ToArray());
    }

    [Fact]
    public void Quantities_are_scaled_and_classes_are_not()
    {
        Dataset data = Read(Houses, null, "price", "kind").Dataset;
        Standardizer scales = Standardizer.Fit(data);
        Assert.Equal([240, 0, 0], scales.Targets!.Means.ToArray());
        Assert.Equal([1, 1], scales.Targets.Deviations[1..].ToArray());
        Dataset scaled = scales.Apply(data);
        Assert.Equal(0, scaled.OfTarget(0).Targets.ToArray().Average(), 1e-6);
        Assert.Equal(data.OfTarget(1).Labels.ToArray(), scaled.OfTarget(1).Labels.ToArray());
        // A network that says 0 is off by the deviation, in the target's own unit.
        Evaluation judged = Evaluation.FromOutputs(new float[3 * data.Count], scaled);
        Assert.Equal(scales.Targets.Deviations[0], judged.Metrics["rmse(price)"], 1e-3);
    }
}
