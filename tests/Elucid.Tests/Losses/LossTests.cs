using Elucid.Tests.Autograd;

namespace Elucid.Tests.Losses;

public sealed class LossTests
{
    static readonly int[] Labels = [2, 0, 4, 4];

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(1f)]
    public void Cross_entropy_has_the_right_gradient(float smoothing)
    {
        Tensor logits = Grid.Tensor([4, 5], seed: 1, reach: 3);
        GradientCheck.Run(() => Loss.CrossEntropy(logits, Labels, smoothing), logits);
    }

    [Fact]
    public void Regression_losses_have_the_right_gradients()
    {
        Tensor target = Grid.Tensor([3, 7], seed: 2).Keep();
        // Errors at least 1/8 away from 0 and ±½, where the absolute error and Huber's loss bend.
        Tensor errors = Grid.Tensor([3, 7], seed: 3, reach: 2, distance: 0.125f, -0.5f, 0, 0.5f);
        Tensor prediction = new([3, 7], Ops.Add(target, errors).Values, requiresGradient: true);
        GradientCheck.Run(() => Loss.MeanSquaredError(prediction, target), prediction);
        GradientCheck.Run(() => Loss.MeanAbsoluteError(prediction, target), prediction);
        GradientCheck.Run(() => Loss.Huber(prediction, target, 0.5f), prediction);

        Tensor probabilities = Grid.Between([3, 7], seed: 4, 0, 1).Keep();
        GradientCheck.Run(() => Loss.BinaryCrossEntropyWithLogits(prediction, probabilities), prediction);
    }

    [Fact]
    public void Large_logits_neither_overflow_nor_lose_the_gradient()
    {
        Tensor logits = new([2, 3], [1e4f, 0, -1e4f, 1e4f, 0, -1e4f], requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.CrossEntropy(logits, new[] { 0, 2 });
        Assert.Equal(1e4f, loss.ToScalar());
        tape.Backward(loss);
        Assert.Equal([0, 0, 0, 0.5f, 0, -0.5f], logits.Gradient.ToArray());
    }

    [Fact]
    public void Large_binary_logits_neither_overflow_nor_lose_the_gradient()
    {
        Tensor logits = new([4], [200, -200, 200, -200], requiresGradient: true), target = new([4], [1, 0, 0, 1]);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.BinaryCrossEntropyWithLogits(logits, target);
        Assert.Equal(100, loss.ToScalar());
        tape.Backward(loss);
        Assert.Equal([0, 0, 0.25f, -0.25f], logits.Gradient.ToArray().Select(g => MathF.Round(g, 6)));
    }

    [Fact]
    public void The_gradient_of_an_absolute_error_of_zero_is_zero()
    {
        Tensor prediction = new([2], [1, 3], requiresGradient: true);
        using Tape tape = Tape.Start();
        tape.Backward(Loss.MeanAbsoluteError(prediction, new Tensor([2], [1, 1])));
        Assert.Equal([0, 0.5f], prediction.Gradient.ToArray());
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        Tensor nan = new([2], [float.NaN, 0]), zero = new([2]);
        Assert.True(float.IsNaN(Loss.MeanSquaredError(nan, zero).ToScalar()));
        Assert.True(float.IsNaN(Loss.MeanAbsoluteError(nan, zero).ToScalar()));
        Assert.True(float.IsNaN(Loss.Huber(nan, zero).ToScalar()));
        Assert.True(float.IsNaN(Loss.BinaryCrossEntropyWithLogits(nan, zero).ToScalar()));
        Assert.True(float.IsNaN(Loss.CrossEntropy(new Tensor([1, 2], [float.NaN, 0]), new[] { 1 }).ToScalar()));
    }

    [Fact]
    public void Shapes_and_labels_that_do_not_fit_are_named()
    {
        Tensor logits = new([4, 5]);
        Assert.Equal("Loss.CrossEntropy: expected logits of shape [3, classes], but got [4, 5]. There are 3 labels.",
            Assert.Throws<ShapeException>(() => Loss.CrossEntropy(logits, new int[3])).Message);
        Assert.Equal("Loss.CrossEntropy: expected logits of shape [4, classes], but got [4]. There are 4 labels.",
            Assert.Throws<ShapeException>(() => Loss.CrossEntropy(new Tensor([4]), new int[4])).Message);
        Assert.Equal("Softmax.CrossEntropy: expected labels from 0 to 4, but got 5 in row 1.",
            Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(logits, new[] { 0, 5, 0, 0 })).Message);
        Assert.Equal("Softmax.CrossEntropy: expected label smoothing from 0 to 1, but got 1.5.",
            Assert.Throws<ArgumentException>(() => Loss.CrossEntropy(logits, new int[4], 1.5f)).Message);
    }

    [Fact]
    public void Each_regression_loss_names_itself()
    {
        Tensor prediction = new([4, 1]), target = new([4]);
        Dictionary<string, Func<Tensor, Tensor, Tensor>> losses = new()
        {
            ["MeanSquaredError"] = Loss.MeanSquaredError,
            ["MeanAbsoluteError"] = Loss.MeanAbsoluteError,
            ["Huber"] = (p, t) => Loss.Huber(p, t),
            ["BinaryCrossEntropyWithLogits"] = Loss.BinaryCrossEntropyWithLogits,
        };
        foreach ((string name, Func<Tensor, Tensor, Tensor> loss) in losses)
            Assert.Equal($"Loss.{name}: expected prediction and target of shape [4], the target's, but got [4, 1]. Reshape one of them.",
                Assert.Throws<ShapeException>(() => loss(prediction, target)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Loss.Huber(target, target, 0));
    }
}
