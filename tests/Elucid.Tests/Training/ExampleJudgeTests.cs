namespace Elucid.Tests.Training;

public sealed class ExampleJudgeTests
{
    static readonly float[] Real = [.. Normal(400, 1)];

    static Dataset Rows(float[] rows) => new("rows", rows, [2]);

    static float[] Normal(int rows, ulong seed, float mean = 0)
    {
        float[] numbers = new float[2 * rows];
        new RandomStream(seed).FillGaussian(numbers, mean);
        return numbers;
    }

    // Features are the rows themselves.
    static ExampleJudge Judge(Module? classifier = null) =>
        new("the rows themselves", new Flatten(), Rows(Real), classifier, classifier is null ? null : ["left", "right"]);

    [Fact]
    public void The_distance_of_shifted_rows_is_the_square_of_the_shift()
    {
        Dataset real = Rows(Normal(2000, 2));
        float[] shifted = [.. Normal(2000, 2).Select(number => number + 3)];
        Assert.Equal(2 * 9, Judge().Judge(shifted, real)[ExampleJudge.FrechetDistance], 0.01);
        Assert.InRange(Judge().Judge(Normal(2000, 3), real)[ExampleJudge.FrechetDistance], 0, 0.02);
    }

    [Fact]
    public void Copies_of_training_rows_are_found_and_rows_like_them_are_none()
    {
        Dataset real = Rows(Normal(400, 2));
        Assert.Equal(1, Judge().Judge(Real.AsSpan(0, 200), real)[ExampleJudge.CopyShare]);
        Assert.InRange(Judge().Judge(Normal(200, 5), real)[ExampleJudge.CopyShare], 0, 0.4);
        Assert.Equal([3, 0], Judge().Nearest([.. Real[6..8], .. Real[0..2]]));
    }

    [Fact]
    public void A_classifier_is_sure_of_what_lies_far_from_its_border()
    {
        Linear classifier = new(2, 2, new(1));
        new float[] { -1, 0, 1, 0 }.CopyTo(classifier.Weight.Edit());
        ExampleJudge judge = Judge(classifier);
        // Logits ±x: 0.9 lies at x = ln 9 / 2 = 1.0986.
        Assert.Equal(0.5, judge.Judge([1.2f, 0, 1.0f, 0, -1.2f, 5, -0.1f, 7], Rows(Real))[ExampleJudge.SureShare]);
        Assert.Equal(["left", "right"], judge.ClassNames);
        Assert.Equal(1, judge.Classify([1.2f, 0], [2]).Single().Sum(), 1e-6);
    }

    [Fact]
    public void Who_judges_goes_with_the_parts_of_data_and_classes_stay_known()
    {
        Dataset labelled = new("rows", Real, [2], [.. Enumerable.Range(0, 400).Select(i => i % 2)], ["even", "odd"]);
        ExampleJudge judge = Judge();
        Dataset part = GenerationData.Of(labelled, judge).Subset([5, 7, 8]);
        Assert.Same(judge, GenerationData.JudgeOf(part));
        Assert.Equal((LearningTask.Generate, 2), (part.Task, part.OutputCount));
        Assert.Equal([1, 1, 0], part.KnownLabels.ToArray());
        Assert.Null(GenerationData.JudgeOf(labelled));
    }

    [Fact]
    public void Half_a_row_is_refused() => Assert.Equal(
        "Expected whole examples of 2 numbers, at least one, but got 3 numbers.",
        Assert.Throws<ArgumentException>(() => Judge().Judge([1, 2, 3], Rows(Real))).Message);
}
