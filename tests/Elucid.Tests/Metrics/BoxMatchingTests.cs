namespace Elucid.Tests.Metrics;

public sealed class BoxMatchingTests
{
    static LabeledBox Square(float left, int kind = 0) => new(left, 0, left + 10, 10, kind);

    [Fact]
    public void Each_object_is_taken_once_by_the_surest_that_overlaps_it_enough()
    {
        LabeledBox[] truth = [Square(0), Square(20), Square(20, kind: 1)];
        Detection[] found =
        [
            new(Square(1), 0.5f), new(Square(0), 0.9f), new(Square(21), 0.4f), new(Square(20, kind: 2), 0.8f), new(Square(23, kind: 1), 0.7f),
        ];
        Assert.Equal([-1, 0, 1, -1, 2], BoxMatching.Match(truth, found));
        Assert.Equal([-1, 0, 1, -1, -1], BoxMatching.Match(truth, found, overlap: 0.6));
        Assert.Empty(BoxMatching.Match(truth, []));
    }

    [Fact]
    public void An_object_has_one_answer_whatever_its_class()
    {
        Detection[] found = [new(Square(0, kind: 1), 0.4f), new(Square(1), 0.9f), new(Square(4, kind: 1), 0.8f), new(Square(30), 0.1f)];
        Assert.Equal([found[1], found[2], found[3]], BoxMatching.OnePerObject(found));
        Assert.Equal([found[1], found[3]], BoxMatching.OnePerObject(found, overlap: 0.5));
    }

    [Fact]
    public void Precision_and_recall_go_from_the_surest_answer_down()
    {
        LabeledBox[][] truth = [[Square(0), Square(20)], [Square(0, kind: 1)]];
        Detection[][] found = [[new(Square(0), 0.9f), new(Square(50), 0.8f)], [new(Square(0, kind: 1), 0.85f), new(Square(0), 0.1f)]];
        PrecisionRecall all = PrecisionRecall.OfAll(truth, found), first = PrecisionRecall.OfClass(truth, found, label: 0);
        Assert.Equal((3, 2), (all.Objects, first.Objects));
        Assert.Equal([0.9f, 0.85f, 0.8f, 0.1f], all.Points.Select(point => (float)point.Score));
        Assert.Equal([1, 1, 2 / 3.0, 0.5], all.Points.Select(point => point.Precision));
        Assert.Equal([1 / 3.0, 2 / 3.0, 2 / 3.0, 2 / 3.0], all.Points.Select(point => point.Recall));
        Assert.Equal(0.8, all.Points[1].F1, 1e-12);
        Assert.Equal(MeanAveragePrecision.OfClass(truth, found, 0).Value, first.AveragePrecision);
        Assert.Empty(PrecisionRecall.OfClass(truth, found, label: 5).Points);
    }
}
