namespace Elucid.Tests.Models;

public sealed class GridDetectorTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void It_finds_bright_and_dark_squares_in_images_it_has_not_seen()
    {
        RandomStream random = new(1);
        GridDetector detector = new([1, 24, 24], classes: 2, Elu, random, [8, 16, 16]);
        Adam optimizer = new(detector, 0.01f);
        for (int step = 0; step < 150; step++)
        {
            (Tensor images, LabeledBox[][] truth) = Scenes(8, random);
            using Tape tape = Tape.Start();
            tape.Backward(detector.Loss(detector.Forward(images), truth));
            optimizer.Step();
        }
        (Tensor unseen, LabeledBox[][] expected) = Scenes(40, new(99));
        IReadOnlyList<IReadOnlyList<Detection>> found = detector.Detect(unseen, threshold: 0.3);
        int right = expected.Zip(found)
            .Sum(pair => pair.First.Count(box => pair.Second.Any(d => d.Box.Class == box.Class && d.Box.IntersectionOverUnion(box) > 0.5f)));
        Assert.InRange(right, (int)(0.8 * expected.Sum(e => e.Length)), int.MaxValue);
        Assert.InRange(found.Sum(f => f.Count), 0, (int)(1.5 * expected.Sum(e => e.Length)));
    }

    [Fact]
    public void A_cell_proposes_its_box_for_every_class_by_the_probability_of_an_object_times_that_of_the_class()
    {
        GridDetector detector = Constant(columns: 1, size: 0, 2, 1, 0, -1);
        double[] e = [Math.E, 1, 1 / Math.E];
        Detection[] found = [.. detector.Detect(new Tensor([1, 1, 2, 2]), threshold: 0)[0]];
        Assert.Equal([0, 1, 2], found.Select(d => d.Box.Class));
        for (int kind = 0; kind < 3; kind++)
            Assert.Equal(1 / (1 + Math.Exp(-2)) * e[kind] / e.Sum(), found[kind].Score, 1e-6);
        Assert.All(found, d => Assert.Equal(found[0].Box with { Class = d.Box.Class }, d.Box));
        // 0.586, 0.216 and 0.079.
        Assert.Equal([0, 1], detector.Detect(new Tensor([1, 1, 2, 2]), threshold: 0.2)[0].Select(d => d.Box.Class));
        // With one class its probability is 1.
        Assert.Equal(1 / (1 + Math.Exp(-2)), Constant(columns: 1, size: 0, 2, 5).Detect(new Tensor([1, 1, 2, 2]))[0].Single().Score, 1e-6);
    }

    [Fact]
    public void Boxes_that_overlap_are_one_object_within_a_class_only()
    {
        // Two cells whose boxes of 20 pixels lie 2 pixels apart: 18 / 22 of them is shared.
        GridDetector detector = Constant(columns: 2, size: 10, 2, 1, 0);
        Tensor image = new([1, 1, 2, 4]);
        Assert.Equal([0, 1], detector.Detect(image, threshold: 0)[0].Select(d => d.Box.Class));
        Assert.Equal([0, 0, 1, 1], detector.Detect(image, threshold: 0, overlap: 0.9)[0].Select(d => d.Box.Class));
    }

    [Theory]
    [InlineData(-0.1, 0.5, "threshold must be from 0 to 1, but got -0.1.")]
    [InlineData(double.NaN, 0.5, "threshold must be from 0 to 1, but got NaN.")]
    [InlineData(0.5, 50, "overlap must be from 0 to 1, but got 50.")]
    public void Thresholds_are_shares(double threshold, double overlap, string sentence) => Assert.StartsWith(sentence,
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Constant(columns: 1, size: 0, 2, 1).Detect(new Tensor([1, 1, 2, 2]), threshold, overlap)).Message);

    // Of one row of cells of 2 × 2 pixels, which all say the same: the logit of an object, and of each class.
    static GridDetector Constant(int columns, float size, float isObject, params float[] classes)
    {
        GridDetector detector = new([1, 2, 2 * columns], classes.Length, Elu, new(1), [2]);
        Conv2d head = (Conv2d)detector.NamedModules().Last(m => m.Module is Conv2d).Module;
        head.Weight.Edit().Clear();
        ((float[])[isObject, 0, 0, size, size, .. classes]).CopyTo(head.Bias!.Edit());
        return detector;
    }

    [Fact]
    public void Boxes_overlap_by_intersection_over_union()
    {
        LabeledBox a = new(0, 0, 4, 4, 0);
        Assert.Equal(1, a.IntersectionOverUnion(a));
        Assert.Equal(0, a.IntersectionOverUnion(new(4, 0, 8, 4, 0)));
        Assert.Equal(8.0 / 24, a.IntersectionOverUnion(new(2, 0, 6, 4, 0)));
    }

    [Fact]
    public void Objects_of_unknown_classes_or_outside_the_image_are_refused()
    {
        GridDetector detector = new([1, 16, 16], 2, Elu, new(1), [4, 4]);
        Tensor output = detector.Forward(new Tensor([1, 1, 16, 16]));
        Assert.Contains(
            "classes from 0 to 1, but a box has 2", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(0, 0, 4, 4, 2)]])).Message);
        Assert.Contains(
            "whose centre lies in the image of 16 × 16",
            Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(14, 0, 24, 4, 0)]])).Message);
        Assert.Contains(
            "a list of objects for each of 1 images, but got 2", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[], []])).Message);
        Assert.Contains(
            "one goes from (8, 0) to (4, 4)", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(8, 0, 4, 4, 0)]])).Message);
        Assert.Contains(
            "one goes from (NaN, 0) to (4, 4)",
            Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(float.NaN, 0, 4, 4, 0)]])).Message);
        Refused.With<ShapeException>(
            "GridDetector: expected input of shape [batch, 1, 16, 16], but got [1, 1, 32, 32]. The detector was made for images of this size.",
            () => detector.Forward(new Tensor([1, 1, 32, 32])));
        Assert.Contains("in multiples of 4", Assert.Throws<ShapeException>(() => new GridDetector([1, 18, 16], 2, Elu, new(1), [4, 4])).Message);
    }

    // One or two squares, bright (0) or dark (1), in different quarters.
    static (Tensor, LabeledBox[][]) Scenes(int count, RandomStream random)
    {
        Tensor images = new([count, 1, 24, 24]);
        random.FillGaussian(images.Edit(), 0, 0.1f);
        LabeledBox[][] truth = new LabeledBox[count][];
        for (int i = 0; i < count; i++)
        {
            truth[i] = new LabeledBox[1 + random.NextInt32(2)];
            for (int k = 0; k < truth[i].Length; k++)
            {
                int size = 5 + random.NextInt32(4), left = 12 * k + random.NextInt32(12 - size), top = random.NextInt32(24 - size),
                    kind = random.NextInt32(2);
                truth[i][k] = new(left, top, left + size, top + size, kind);
                for (int y = top; y < top + size; y++)
                    for (int x = left; x < left + size; x++)
                        images.Edit()[(i * 24 + y) * 24 + x] += kind == 0 ? 1 : -1;
            }
        }
        return (images, truth);
    }
}
