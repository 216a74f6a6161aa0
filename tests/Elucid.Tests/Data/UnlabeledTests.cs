using System.Text;

namespace Elucid.Tests.Data;

public class UnlabeledTests
{
    static readonly Dataset Rows = new("rows", [1, 2, 3, 4, 5, 6], [2]);

    static Dataset Read(string csv, string? target = null, MissingValues missing = default) => CsvReader.Read(
        new MemoryStream(Encoding.UTF8.GetBytes(csv)),
            new CsvOptions { Target = target, Task = LearningTask.Reconstruct, Missing = missing }).Dataset;

    [Fact]
    public void Rows_without_answers_are_to_be_put_out_again()
    {
        Assert.Equal((LearningTask.Reconstruct, 3, 2), (Rows.Task, Rows.Count, Rows.OutputCount));
        Assert.Equal(["1", "2"], Rows.OutputNames);
        Assert.True(Rows.Labels.IsEmpty && Rows.Targets.IsEmpty && Rows.KnownLabels.IsEmpty);
    }

    [Fact]
    public void A_class_that_is_left_aside_is_still_known_and_follows_its_row()
    {
        Dataset classes = new("classes", [1, 2, 3], [1], [0, 1, 1], ["no", "yes"]);
        Dataset part = classes.WithoutAnswers().Subset([2, 0]);

        Assert.True(part.Labels.IsEmpty);
        Assert.Equal([1, 0], part.KnownLabels);
        Assert.Equal(["no", "yes"], part.KnownClassNames);
        Assert.Equal([0, 1, 1], classes.KnownLabels);
    }

    [Fact]
    public void Rows_of_another_shape_have_as_many_outputs()
    {
        Dataset wider = Rows.Map((row, result) => row.CopyTo(result), [3]);

        Assert.Equal(["1", "2", "3"], wider.OutputNames);
    }

    [Fact]
    public void Parts_for_clients_are_sorted_by_what_is_known_or_by_the_first_feature()
    {
        Dataset rows = new("rows", [4, 1, 3, 2], [1]);

        Assert.All(rows.ShardsByLabel(2, new RandomStream(0)), shard => Assert.Equal(2, shard.Count));
    }

    [Fact]
    public void A_table_needs_no_target_and_keeps_one_that_is_named_beside()
    {
        const string csv = "a,b,kind\n1,x,new\n2,y,old\n3,x,\n4,y,old\n";
        Dataset all = Read(csv, missing: MissingValues.Indicator), beside = Read(csv, "kind");

        Assert.Equal(["a", "b=x", "b=y", "kind=new", "kind=old", "kind missing"], all.OutputNames);
        Assert.Equal(["a", "b=x", "b=y"], beside.OutputNames);
        Assert.Equal(beside.FeatureNames, beside.OutputNames);
        Assert.Equal([0, 1, -2, 1], beside.KnownLabels);
        Assert.Equal(["new", "old"], beside.KnownClassNames);
    }

    [Fact]
    public void Other_tasks_say_that_a_target_is_missing() => Assert.Equal(
        "'t.csv': expected the column to predict, but none is named: use CsvOptions.Target = \"COLUMN\", or CsvOptions.Task = LearningTask.Reconstruct "
            + "to learn the rows themselves.",
        Assert.Throws<ArgumentException>(() => CsvReader.Read(new MemoryStream("a,b\n1,2\n"u8.ToArray()), new CsvOptions(), "t.csv")).Message);

    [Fact]
    public void What_is_missing_counts_neither_in_training_nor_in_errors()
    {
        Dataset rows = new Dataset("rows", [1, 5, 3, 4], [2]).WithMissing([false, true, false, false]);
        ReconstructionErrors errors = ReconstructionErrors.Of([2, 100, 3, 6], rows);

        Assert.Equal([1.0, 2.0], errors.Rows);
        Assert.Equal([0.5, 4.0], errors.Features);
        Assert.Equal(5 / 3.0, errors.Mean, 12);
    }

    [Fact]
    public void Errors_are_of_one_output_for_each_feature() => Assert.Equal(
        "Expected 2 outputs for each of 3 rows, the numbers of the row again, but got 4 numbers. (Parameter 'outputs')",
        Assert.Throws<ArgumentException>(() => ReconstructionErrors.Of([1, 2, 3, 4], Rows)).Message);
}
