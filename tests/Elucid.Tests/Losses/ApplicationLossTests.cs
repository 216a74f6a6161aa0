using Elucid.Tests.Autograd;

namespace Elucid.Tests.Losses;

/// <summary>Losses of detection, margins, variational autoencoders and policies.</summary>
public sealed class ApplicationLossTests
{
    static readonly int[] Labels = [2, 0, 4, 4];

    [Fact]
    public void Elementwise_losses_have_the_right_gradients()
    {
        Tensor target = Grid.Tensor([3, 7], seed: 2).Keep(), weights = Grid.Between([3, 7], seed: 3, 0, 1).Keep();
        Tensor errors = Grid.Tensor([3, 7], seed: 4, reach: 2, distance: 0.125f, -0.5f, 0, 0.5f);
        Tensor prediction = new([3, 7], Ops.Add(target, errors).Values, requiresGradient: true);
        GradientCheck.Run(() => Loss.SmoothL1(prediction, target, 0.5f), prediction);
        GradientCheck.Run(() => Loss.SmoothL1(prediction, target, 0.5f, weights), prediction);

        Tensor logits = Grid.Tensor([3, 7], seed: 5, reach: 3), classes = Classes([3, 7], 0, 1);
        GradientCheck.Run(() => Loss.Focal(logits, classes), logits);
        GradientCheck.Run(() => Loss.Focal(logits, classes, alpha: 0.6, gamma: 1.5, weights), logits);

        Tensor scores = Grid.Tensor([3, 7], seed: 6, reach: 3, distance: 0.125f, -1, 1);
        GradientCheck.Run(() => Loss.Hinge(scores, Classes([3, 7], -1, 1)), scores);
    }

    [Fact]
    public void Losses_of_whole_rows_have_the_right_gradients()
    {
        Tensor mean = Grid.Tensor([4, 3], seed: 1), logVariance = Grid.Tensor([4, 3], seed: 2);
        GradientCheck.Run(() => Loss.GaussianKlDivergence(mean, logVariance), mean, logVariance);

        Tensor logits = Grid.Tensor([4, 5], seed: 3), returns = Grid.Tensor([4], seed: 4).Keep(), baseline = Grid.Tensor([4], seed: 5).Keep();
        GradientCheck.Run(() => Loss.PolicyGradient(logits, Labels, returns, baseline, entropyWeight: 0.5), logits);

        // Multiples of ½ with a margin of ¼: no sum lies near a kink.
        Tensor scores = new([4, 5], [.. Enumerable.Range(0, 20).Select(i => i * 7 % 11 / 2f)], requiresGradient: true);
        GradientCheck.Run(() => Loss.MultiClassHinge(scores, Labels, margin: 0.25), scores);
    }

    [Fact]
    public void Boxes_that_meet_contain_or_miss_each_other_have_the_right_gradients()
    {
        Tensor target = new([4, 4], [0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4, 0, 0, 4, 4]), weights = new([4], [1, 2, 0, 0.5f]);
        Tensor boxes = new([4, 4], [1, 2, 6, 5, 1, 1, 3, 2, -1, -2, 5, 6, 6, 7, 8, 9], requiresGradient: true);
        GradientCheck.Run(() => Loss.BoxIou(boxes, target), boxes);
        GradientCheck.Run(() => Loss.BoxGiou(boxes, target), boxes);
        GradientCheck.Run(() => Loss.BoxGiou(boxes, target, weights), boxes);
    }

    [Fact]
    public void Equal_boxes_cost_nothing_and_distant_ones_most()
    {
        Tensor box = new([1, 4], [1, 2, 3, 4]), distant = new([1, 4], [1001, 2, 1003, 4]);
        Assert.Equal(0, Loss.BoxIou(box, box).ToScalar());
        Assert.Equal(0, Loss.BoxGiou(box, box).ToScalar());
        Assert.Equal(1, Loss.BoxIou(distant, box).ToScalar());
        Assert.Equal(2, Loss.BoxGiou(distant, box).ToScalar(), 0.01);
    }

    [Fact]
    public void Boxes_without_area_give_no_nan()
    {
        Tensor point = new([1, 4], [1, 1, 1, 1], requiresGradient: true), same = new([1, 4], [1, 1, 1, 1]);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.BoxGiou(point, same);
        tape.Backward(loss);
        Assert.Equal(1, loss.ToScalar());
        Assert.Equal([0, 0, 0, 0], point.Gradient.ToArray());
    }

    [Fact]
    public void Ignored_rows_count_neither_in_the_loss_nor_in_the_gradient()
    {
        Tensor all = Grid.Tensor([4, 5], seed: 1, reach: 3), counted = new([2, 5], [.. all.Values[..5], .. all.Values[15..]], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.CrossEntropy(all, new[] { 2, 7, 7, 4 }, ignoreIndex: 7), expected = Loss.CrossEntropy(counted, new[] { 2, 4 });
        Assert.Equal(expected.ToScalar(), loss.ToScalar());
        tape.Backward(Ops.Add(loss, expected));
        Assert.Equal([.. counted.Gradient[..5], .. new float[10], .. counted.Gradient[5..]], all.Gradient.ToArray());
        Assert.Equal(0, Loss.CrossEntropy(all, new[] { -100, -100, -100, -100 }).ToScalar());
        GradientCheck.Run(() => Loss.CrossEntropy(all, new[] { 2, -100, 0, -100 }, 0.1f), all);
    }

    [Fact]
    public void Weights_of_zero_give_zero()
    {
        Tensor x = new([2], [1, 3], requiresGradient: true), target = new([2]);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.SmoothL1(x, target, weights: new Tensor([2]));
        tape.Backward(loss);
        Assert.Equal(0, loss.ToScalar());
        Assert.Equal([0, 0], x.Gradient.ToArray());
    }

    [Fact]
    public void Extreme_logits_neither_overflow_nor_lose_the_gradient()
    {
        Tensor logits = new([4], [200, -200, 200, -200], requiresGradient: true), target = new([4], [1, 0, 0, 1]);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.Focal(logits, target);
        Assert.Equal((0.75f * 200 + 0.25f * 200) / 4, loss.ToScalar());
        tape.Backward(loss);
        Assert.Equal([0, 0, 0.1875f, -0.0625f], logits.Gradient.ToArray().Select(g => MathF.Round(g, 6)));
    }

    [Fact]
    public void A_standard_normal_has_no_divergence_and_a_tiny_variance_a_finite_one()
    {
        Assert.Equal(0, Loss.GaussianKlDivergence(new Tensor([2, 3]), new Tensor([2, 3])).ToScalar());
        Assert.Equal(49.5f, Loss.GaussianKlDivergence(new Tensor([1, 1]), new Tensor([1, 1], [-100])).ToScalar());
    }

    [Fact]
    public void Forbidden_actions_have_no_gradient()
    {
        Tensor logits = new([1, 3], [1, float.NegativeInfinity, 1], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.PolicyGradient(logits, new[] { 0 }, new Tensor([1], [2]), entropyWeight: 1);
        tape.Backward(loss);
        Assert.Equal(2 * Math.Log(2) - Math.Log(2), loss.ToScalar(), 1e-6);
        Assert.Equal([-1, 0, 1], logits.Gradient.ToArray());
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        Tensor nan = new([1, 4], [float.NaN, 0, 2, 2]), other = new([1, 4], [0, 0, 2, 2]);
        Assert.True(float.IsNaN(Loss.SmoothL1(nan, other).ToScalar()));
        Assert.True(float.IsNaN(Loss.Focal(nan, new Tensor([1, 4])).ToScalar()));
        Assert.True(float.IsNaN(Loss.Hinge(nan, new Tensor([1, 4], [1, 1, -1, -1])).ToScalar()));
        Assert.True(float.IsNaN(Loss.MultiClassHinge(nan, new[] { 1 }).ToScalar()));
        Assert.True(float.IsNaN(Loss.GaussianKlDivergence(nan, other).ToScalar()));
        Assert.True(float.IsNaN(Loss.BoxIou(nan, other).ToScalar()));
        Assert.True(float.IsNaN(Loss.BoxGiou(nan, other).ToScalar()));
        Assert.True(float.IsNaN(Loss.PolicyGradient(nan, new[] { 1 }, new Tensor([1], [1])).ToScalar()));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Tensor x = new([4, 5]);
        Refused.With<ShapeException>(
            "Loss.SmoothL1: expected weights of shape [4, 5], the prediction's, but got [4]. There is one weight for each element.",
            () => Loss.SmoothL1(x, x, weights: new Tensor([4])));
        Refused.With<ShapeException>(
            "Loss.Focal: expected prediction and target of shape [4], the target's, but got [4, 5]. Reshape one of them.", () =>
                Loss.Focal(x, new Tensor([4])));
        Refused.With<ShapeException>(
            "Loss.BoxGiou: expected prediction of shape [boxes, 4], but got [4, 5]. A box is left, top, right, bottom.", () => Loss.BoxGiou(x, x));
        Refused.With<ShapeException>("Loss.BoxIou: expected weights of shape [2], but got [3]. There is one weight for each box.",
            () => Loss.BoxIou(new Tensor([2, 4]), new Tensor([2, 4]), new Tensor([3])));
        Refused.With<ShapeException>(
            "Loss.MultiClassHinge: expected scores of shape [3, classes], but got [4, 5]. There are 3 labels.", () =>
                Loss.MultiClassHinge(x, new int[3]));
        Refused.With<ArgumentException>(
            "Loss.MultiClassHinge: expected labels from 0 to 4, but got 5 in row 1.", () => Loss.MultiClassHinge(x, new[] { 0, 5, 0, 0 }));
        Refused.With<ArgumentException>("Loss.PolicyGradient: expected actions from 0 to 4, but got -1 in row 0.",
            () => Loss.PolicyGradient(x, new[] { -1, 0, 0, 0 }, new Tensor([4])));
        Refused.With<ShapeException>(
            "Loss.PolicyGradient: expected returns and baseline of shape [4], but got [4, 1]. There is one for each action that was taken.",
            () => Loss.PolicyGradient(x, Labels, new Tensor([4, 1])));
        Refused.With<ShapeException>("Loss.GaussianKlDivergence: expected means and log-variances of one shape [batch, *], but got [4, 5] and [4].",
            () => Loss.GaussianKlDivergence(x, new Tensor([4])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.SmoothL1(x, x, beta: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Focal(x, x, alpha: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Focal(x, x, gamma: -1));
    }

    static Tensor Classes(Shape shape, float low, float high)
    {
        Tensor classes = new(shape);
        for (int i = 0; i < shape.Size; i++)
            classes.Edit()[i] = i * 5 % 7 < 3 ? high : low;
        return classes;
    }
}
