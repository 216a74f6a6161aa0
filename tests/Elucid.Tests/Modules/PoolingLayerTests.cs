namespace Elucid.Tests.Modules;

public sealed class PoolingLayerTests
{
    [Fact]
    public void Whether_windows_are_rounded_up_is_read_without_knowing_the_pooling()
    {
        Pool[] layers = [new MaxPool1d(2, ceilMode: true), new MaxPool2d(2), new AvgPool1d(2), new AvgPool2d(2, ceilMode: true)];
        Assert.Equal([true, false, false, true], layers.Select(layer => layer.CeilMode));
    }

    [Fact]
    public void Layers_give_the_shapes_that_they_promise_and_describe_themselves()
    {
        (Module Module, string Text, Shape Input, Shape Output)[] layers =
        [
            (new MaxPool2d(2), "MaxPool2d(2)", [2, 3, 8, 7], [2, 3, 4, 3]),
            (new MaxPool2d(3, 2, 1, 2), "MaxPool2d(3, stride 2, padding 1, dilation 2)", [2, 3, 9, 8], [2, 3, 4, 3]),
            (new MaxPool2d(2, ceilMode: true), "MaxPool2d(2)", [2, 3, 8, 7], [2, 3, 4, 4]),
            (new MaxPool1d(3, 1), "MaxPool1d(3, stride 1)", [2, 3, 8], [2, 3, 6]),
            (new AvgPool2d((2, 4), padding: (1, 0)), "AvgPool2d(2 × 4, padding 1 × 0)", [2, 3, 8, 8], [2, 3, 5, 2]),
            (new AvgPool1d(2), "AvgPool1d(2)", [2, 3, 8], [2, 3, 4]),
            (new AdaptiveAvgPool2d((1, 2)), "AdaptiveAvgPool2d(1 × 2)", [2, 3, 5, 7], [2, 3, 1, 2]),
            (new AdaptiveMaxPool2d(2), "AdaptiveMaxPool2d(2)", [2, 3, 5, 7], [2, 3, 2, 2]),
            (new GlobalAvgPool(), "GlobalAvgPool", [2, 3, 5, 7], [2, 3]),
            (new Upsample((2, 3)), "Upsample(2 × 3, nearest)", [2, 3, 5, 7], [2, 3, 10, 21]),
            (new Upsample(2, UpsampleMode.Bilinear), "Upsample(2, bilinear)", [1, 1, 2, 2], [1, 1, 4, 4]),
            (new Upsample(2, UpsampleMode.Bilinear, alignCorners: true), "Upsample(2, bilinear with aligned corners)", [1, 1, 2, 2], [1, 1, 4, 4]),
        ];
        foreach ((Module module, string text, Shape input, Shape output) in layers)
        {
            Assert.Equal(text, module.ToString());
            Assert.Equal(output, module.OutputShape(input));
            Assert.Equal(output, module.Forward(new Tensor(input)).Shape);
            Assert.Equal(0, module.ParameterCount);
        }
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Refuses("MaxPool2d: expected input of shape [batch, channels, height, width], but got [2, 3, 8]. Reshape or Select makes other axes of it.",
            () => new MaxPool2d(2).Forward(new Tensor([2, 3, 8])));
        Refuses("AvgPool1d: expected input of shape [batch, channels, length], but got [2, 3, 4]. It is smaller than a window of 5, stride 2: "
            + "choose a smaller kernel or more padding.",
            () => new AvgPool1d(5, 2).Forward(new Tensor([2, 3, 4])));
        Refuses("GlobalAvgPool: expected input of shape [batch, channels, …], but got [2, 3]. Channels must have at least one place.", () =>
            new GlobalAvgPool().Forward(new Tensor([2, 3])));
        Refuses("Upsample: expected input of shape [batch, channels, height, width], but got [2, 3, 0, 4]. Images must have at least one pixel.",
            () => new Upsample(2).Forward(new Tensor([2, 3, 0, 4])));
        Assert.Equal("MaxPool2d: expected a padding of at most half the kernel 2 × 3, but got 1 × 2. (Parameter 'padding')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool2d((2, 3), padding: (1, 2))).Message);
        Assert.Equal("MaxPool1d: expected a dilation of at least 1, but got 0. (Parameter 'dilation')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool1d(2, dilation: 0)).Message);
        Assert.Equal("AvgPool2d: expected a stride of at least 1, but got 0. (Parameter 'stride')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.AvgPool2d(new Tensor([1, 1, 2, 2]), 2, 0)).Message);
        Assert.Equal("AdaptiveAvgPool2d: expected an output of at least 1, but got 0 × 1. (Parameter 'outputSize')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.AdaptiveAvgPool2d(new Tensor([1, 1, 2, 2]), (0, 1))).Message);
    }

    static void Refuses(string message, Action action) => Assert.Equal(message, Assert.Throws<ShapeException>(action).Message);
}
