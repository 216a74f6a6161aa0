using Elucid.Kernels;

namespace Elucid.Tests.Autograd;

[EveryActivation]
public sealed class ConvolutionTests
{
    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 1, 1)]
    [InlineData(1, 2, 2, 2)]
    [InlineData(3, 1, 2, 1)]
    public void Conv2d_has_the_right_gradients(int stride, int padding, int dilation, int groups)
    {
        Tensor x = Grid.Tensor([2, 4, 6, 7], seed: 1, reach: 1), weight = Grid.Tensor([6, 4 / groups, 3, 2], seed: 2, reach: 1),
            bias = Grid.Tensor([6], seed: 3);
        GradientCheck.Run(() => Ops.Conv2d(x, weight, bias, stride, padding, dilation, groups), x, weight, bias);
    }

    [Theory]
    [InlineData(1, 0, 1, 1)]
    [InlineData(2, 1, 2, 2)]
    public void Conv1d_has_the_right_gradients(int stride, int padding, int dilation, int groups)
    {
        Tensor x = Grid.Tensor([2, 4, 9], seed: 1, reach: 1), weight = Grid.Tensor([6, 4 / groups, 3], seed: 2, reach: 1),
            bias = Grid.Tensor([6], seed: 3);
        GradientCheck.Run(() => Ops.Conv1d(x, weight, bias, stride, padding, dilation, groups), x, weight, bias);
    }

    [Theory]
    [InlineData(1, 0, 0, 1, 1)]
    [InlineData(2, 1, 1, 1, 1)]
    [InlineData(3, 0, 2, 2, 2)]
    public void ConvTranspose2d_has_the_right_gradients(int stride, int padding, int outputPadding, int dilation, int groups)
    {
        Tensor x = Grid.Tensor([2, 4, 3, 4], seed: 1, reach: 1), weight = Grid.Tensor([4, 3, 3, 2], seed: 2, reach: 1),
            bias = Grid.Tensor([3 * groups], seed: 3);
        GradientCheck.Run(() => Ops.ConvTranspose2d(x, weight, bias, stride, padding, outputPadding, dilation, groups), x, weight, bias);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Fused_activations_give_the_bits_of_the_separate_operations(bool hasBias, int stride)
    {
        Tensor x = Grid.Tensor([2, 3, 6, 9], seed: 4, reach: 1), weight = Grid.Tensor([10, 3, 3, 3], seed: 5, reach: 1);
        Tensor? bias = hasBias ? Grid.Tensor([10], seed: 6) : null;
        Tensor[] inputs = bias is null ? [x, weight] : [x, weight, bias];
        Convolution2d convolution = new("", x.Shape, weight.Shape, bias?.Shape, ConvolutionWindow.Of("", stride, 1, 1, 1));
        foreach (ActivationInfo info in ActivationCatalog.All)
        {
            ActivationKernel<float> f = info.Create().Kernel();
            ConvolutionKernel fused = ConvolutionKernel.Of(info.Create());
            Assert.Equal(
                Results(() => Ops.Apply(f, Ops.Conv2d(x, weight, bias, stride, 1)), inputs),
                Results(() => Ops.ConvolveActivation(convolution, x, weight, bias, fused), inputs));
            Assert.Equal(
                Ops.Apply(f, Ops.Conv2d(x, weight, bias, stride, 1)).Values, Ops.ConvolveActivation(convolution, x, weight, bias, fused).Values);
        }
    }

    [Fact]
    public void Fused_gradients_add_to_those_that_are_there()
    {
        Tensor x = Grid.Tensor([2, 2, 4, 4], seed: 7, reach: 1), weight = Grid.Tensor([3, 2, 3, 3], seed: 8, reach: 0.5f),
            bias = Grid.Tensor([3], seed: 9);
        Convolution2d convolution = new("", x.Shape, weight.Shape, bias.Shape, ConvolutionWindow.Of("", 1, 1, 1, 1));
        ConvolutionKernel mish = ConvolutionKernel.Of(ActivationCatalog.Parse("mish"));       // smooth: the sums may lie anywhere
        GradientCheck.Run(() => Ops.ConvolveActivation(convolution, x, weight, bias, mish), x, weight, bias);
    }

    [Fact]
    public void A_transposed_convolution_is_the_adjoint_of_the_convolution()
    {
        Tensor x = Grid.Tensor([2, 3, 7, 6], seed: 1), y = Grid.Tensor([2, 4, 4, 3], seed: 2), weight = Grid.Tensor([4, 3, 3, 3], seed: 3);
        float there = Ops.Sum(Ops.Multiply(Ops.Conv2d(x, weight, stride: 2, padding: 1), y)).ToScalar();
        float back = Ops.Sum(Ops.Multiply(x, Ops.ConvTranspose2d(y, weight, stride: 2, padding: 1, outputPadding: (0, 1)))).ToScalar();
        Assert.Equal(there, back, 1e-3f);
    }

    [Fact]
    public void An_empty_batch_gives_an_empty_batch_and_gradients_of_zero()
    {
        Tensor x = new([0, 2, 4, 4], requiresGradient: true), weight = Grid.Tensor([3, 2, 3, 3], seed: 1), bias = Grid.Tensor([3], seed: 2);
        using Tape tape = Tape.Start();
        Tensor y = Ops.Conv2d(x, weight, bias);
        Assert.Equal([0, 3, 2, 2], y.Shape);
        tape.Backward(Ops.Sum(y));
        Assert.All(weight.Gradient.ToArray(), g => Assert.Equal(0, g));
        Assert.All(bias.Gradient.ToArray(), g => Assert.Equal(0, g));
    }

    [Fact]
    public void Conv2d_names_what_does_not_fit()
    {
        string Message(Shape x, Shape w, Shape? bias = null, int groups = 1) =>
            Assert.Throws<ShapeException>(() => Ops.Conv2d(new(x), new(w), bias is Shape b ? new(b) : null, groups: groups)).Message;
        Assert.Equal(
            "Conv2d: expected input of shape [batch, 3, height, width], but got [2, 4, 8, 8]. The weight has shape [5, 3, 3, 3].",
            Message([2, 4, 8, 8], [5, 3, 3, 3]));
        Assert.Equal(
            "Conv2d: expected input of shape [batch, 6, height, width], but got [8, 8]. The weight has shape [4, 3, 3, 3] and there are 2 groups: "
                + "6 channels.",
            Message([8, 8], [4, 3, 3, 3], groups: 2));
        Assert.Equal(
            "Conv2d: expected weight of shape [outChannels, inChannels / groups, kernelHeight, kernelWidth], but got [5, 3]. No axis may be empty.",
            Message([2, 3, 8, 8], [5, 3]));
        Assert.Equal("Conv2d: expected bias of shape [5], but got [3]. The weight has shape [5, 3, 3, 3].", Message([2, 3, 8, 8], [5, 3, 3, 3], [3]));
        Assert.Equal("Conv2d: outChannels must be divisible by the groups, but got 5 and 2.", Message([2, 6, 8, 8], [5, 3, 3, 3], groups: 2));
        Assert.Equal(
            "Conv2d: an input of shape [2, 3, 2, 8] is smaller than the kernel, which spans 3 × 3 of it. Use more padding.",
            Message([2, 3, 2, 8], [5, 3, 3, 3]));
    }

    [Fact]
    public void Conv1d_and_ConvTranspose2d_name_what_does_not_fit()
    {
        Assert.Equal("Conv1d: expected input of shape [batch, 3, length], but got [2, 4, 8]. The weight has shape [5, 3, 3].",
            Assert.Throws<ShapeException>(() => Ops.Conv1d(new([2, 4, 8]), new([5, 3, 3]))).Message);
        Assert.Equal("Conv1d: an input of shape [2, 3, 2] is smaller than the kernel, which spans 3 of it. Use more padding.",
            Assert.Throws<ShapeException>(() => Ops.Conv1d(new([2, 3, 2]), new([5, 3, 3]))).Message);
        Assert.Equal(
            "ConvTranspose2d: expected input of shape [batch, 5, height, width], but got [2, 4, 8, 8]. The weight has shape [5, 3, 3, 3], that is "
                + "[inChannels, outChannels / groups, …].",
            Assert.Throws<ShapeException>(() => Ops.ConvTranspose2d(new([2, 4, 8, 8]), new([5, 3, 3, 3]))).Message);
        Assert.Equal("ConvTranspose2d: the output of an input of shape [2, 5, 1, 1] with a kernel of 3 × 3 would be empty. Use less padding.",
            Assert.Throws<ShapeException>(() => Ops.ConvTranspose2d(new([2, 5, 1, 1]), new([5, 3, 3, 3]), padding: 2)).Message);
        Assert.StartsWith("ConvTranspose2d: expected an output padding of at least 0 and less than the stride 2 or the dilation 1, but got 2 × 0.",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => Ops.ConvTranspose2d(new([2, 5, 1, 1]), new([5, 3, 3, 3]), stride: 2, outputPadding: (2, 0))).Message);
    }

    [Fact]
    public void Options_out_of_range_are_named()
    {
        string Message<T>(Action act) where T : ArgumentException => Assert.Throws<T>(act).Message;
        Tensor x = new([1, 1, 4, 4]), weight = new([1, 1, 3, 3]);
        Assert.Equal(
            "Conv2d: expected a stride of at least 1, but got 0 × 1. (Parameter 'stride')",
            Message<ArgumentOutOfRangeException>(() => Ops.Conv2d(x, weight, stride: (0, 1))));
        Assert.Equal(
            "Conv2d: expected a dilation of at least 1, but got 0. (Parameter 'dilation')",
            Message<ArgumentOutOfRangeException>(() => Ops.Conv2d(x, weight, dilation: 0)));
        Assert.Equal(
            "Conv2d: expected a padding of at least 0, but got -1. (Parameter 'padding')",
            Message<ArgumentOutOfRangeException>(() => Ops.Conv2d(x, weight, padding: -1)));
        Assert.Equal(
            "Conv2d: expected at least 1 group, but got 0. (Parameter 'groups')",
            Message<ArgumentOutOfRangeException>(() => Ops.Conv2d(x, weight, groups: 0)));
        Assert.Equal("Conv2d: padding 'same' needs a stride of 1, but got 2. Give the padding as a number. (Parameter 'padding')",
            Message<ArgumentException>(() => Ops.Conv2d(x, weight, stride: 2, padding: Padding.Same)));
    }

    static float[][] Results(Func<Tensor> f, Tensor[] inputs)
    {
        foreach (Tensor input in inputs)
            input.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = f();
        tape.Backward(Ops.Mean(Ops.Multiply(y, y)));
        return [y.Values.ToArray(), .. inputs.Select(input => input.Gradient.ToArray())];
    }
}
