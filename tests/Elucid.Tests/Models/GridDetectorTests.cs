using Elucid.Activations;
using Elucid.Autograd;
using Elucid.Models;
using Elucid.Numerics;
using Elucid.Optimizers;
using Elucid.Tensors;

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
        IReadOnlyList<IReadOnlyList<Detection>> found = detector.Detect(unseen, threshold: 0.3f);
        int right = expected.Zip(found).Sum(pair => pair.First.Count(box => pair.Second.Any(d => d.Box.Class == box.Class && d.Box.OverlapWith(box) > 0.5f)));
        Assert.InRange(right, (int)(0.8 * expected.Sum(e => e.Length)), int.MaxValue);
        Assert.InRange(found.Sum(f => f.Count), 0, (int)(1.5 * expected.Sum(e => e.Length)));
    }

    [Fact]
    public void Boxes_overlap_by_intersection_over_union()
    {
        LabeledBox a = new(0, 0, 4, 4, 0);
        Assert.Equal(1, a.OverlapWith(a));
        Assert.Equal(0, a.OverlapWith(new(4, 0, 8, 4, 0)));
        Assert.Equal(8f / 24, a.OverlapWith(new(2, 0, 6, 4, 0)));
    }

    [Fact]
    public void Objects_of_unknown_classes_or_outside_the_image_are_refused()
    {
        GridDetector detector = new([1, 16, 16], 2, Elu, new(1), [4, 4]);
        Tensor output = detector.Forward(new Tensor([1, 1, 16, 16]));
        Assert.Contains("classes from 0 to 1, but a box has 2", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(0, 0, 4, 4, 2)]])).Message);
        Assert.Contains("whose centre lies in the image of 16 × 16", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(14, 0, 24, 4, 0)]])).Message);
        Assert.Contains("a list of objects for each of 1 images, but got 2", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[], []])).Message);
        Assert.Contains("one goes from (8, 0) to (4, 4)", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(8, 0, 4, 4, 0)]])).Message);
        Assert.Contains("one goes from (NaN, 0) to (4, 4)", Assert.Throws<ArgumentException>(() => detector.Loss(output, [[new(float.NaN, 0, 4, 4, 0)]])).Message);
        Refused.With<ShapeException>("GridDetector: expected input of shape [batch, 1, 16, 16], but got [1, 1, 32, 32]. The detector was made for images of this size.",
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
                int size = 5 + random.NextInt32(4), left = 12 * k + random.NextInt32(12 - size), top = random.NextInt32(24 - size), kind = random.NextInt32(2);
                truth[i][k] = new(left, top, left + size, top + size, kind);
                for (int y = top; y < top + size; y++)
                    for (int x = left; x < left + size; x++)
                        images.Edit()[(i * 24 + y) * 24 + x] += kind == 0 ? 1 : -1;
            }
        }
        return (images, truth);
    }
}
