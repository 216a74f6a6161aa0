using Elucid;
using static TorchSharp.torch;

namespace Benchmarks.Networks;

/// <summary>Single convolutions.</summary>
static class ConvolutionCases
{
    public static IEnumerable<NetworkCase> Training =>
    [
        Convolution(32, 64, 3, size: 28, batch: 64, padding: 1) with { StepTarget = 1 },
        Convolution(64, 64, 1, size: 28, batch: 64),
        Convolution(64, 64, 3, size: 28, batch: 64, padding: 1, groups: 64),
        Convolution(32, 64, 3, size: 28, batch: 64, padding: 1, stride: 2),
        Convolution(16, 16, 3, size: 32, batch: 64, padding: 1),
        Convolution(64, 64, 3, size: 8, batch: 64, padding: 1),
        Convolution(1, 32, 5, size: 28, batch: 64, padding: 2),
    ];

    public static IEnumerable<NetworkCase> Inference =>
    [
        Convolution(32, 64, 3, size: 28, batch: 1, padding: 1) with { InferenceTarget = 3 },
        Convolution(32, 64, 3, size: 28, batch: 64, padding: 1),
        Convolution(64, 64, 1, size: 28, batch: 1),
        Convolution(64, 64, 3, size: 28, batch: 1, padding: 1, groups: 64),
        Convolution(32, 64, 3, size: 28, batch: 1, padding: 1, stride: 2),
    ];

    static NetworkCase Convolution(
        int inChannels, int outChannels, int kernel, int size, int batch, int padding = 0, int stride = 1, int groups = 1) => new(
        $"conv {kernel}×{kernel} {inChannels}→{outChannels}{(stride == 1 ? "" : $" stride {stride}")}{(groups == 1 ? "" : " depthwise")}",
        [batch, inChannels, size, size],
        random => new Conv2d(inChannels, outChannels, kernel, random, stride, padding, groups: groups),
        () => nn.Conv2d(inChannels, outChannels, kernel, stride, padding, groups: groups));
}
