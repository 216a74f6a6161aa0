using Elucid;
using static TorchSharp.torch;

namespace Benchmarks.Networks;

/// <summary>Pooling and resizing.</summary>
static class PoolingCases
{
    public static IEnumerable<NetworkCase> Training =>
    [
        new("max pool 2", [64, 32, 28, 28], _ => new MaxPool2d(2), () => nn.MaxPool2d(2)),
        new("max pool 3 stride 2", [16, 32, 56, 56], _ => new MaxPool2d(3, 2, 1), () => nn.MaxPool2d(3, 2, 1)),
        new("average pool 2", [64, 32, 28, 28], _ => new AvgPool2d(2), () => nn.AvgPool2d(2)),
        new("average pool 3 stride 2", [16, 32, 56, 56], _ => new AvgPool2d(3, 2, 1), () => nn.AvgPool2d(3, 2, 1)),
        new("global average pool", [64, 64, 8, 8], _ => new AdaptiveAvgPool2d(1), () => nn.AdaptiveAvgPool2d(1)),
        new("upsampling 2, nearest", [16, 32, 28, 28], _ => new Upsample(2), () =>
            nn.Upsample(scale_factor: [2, 2], mode: TorchSharp.torch.UpsampleMode.Nearest)),
        new("upsampling 2, bilinear", [16, 32, 28, 28], _ => new Upsample(2, Elucid.UpsampleMode.Bilinear),
            () => nn.Upsample(scale_factor: [2, 2], mode: TorchSharp.torch.UpsampleMode.Bilinear, align_corners: false)),
    ];

    public static IEnumerable<NetworkCase> Inference =>
    [
        new("max pool 2", [1, 32, 28, 28], _ => new MaxPool2d(2), () => nn.MaxPool2d(2)),
        new("max pool 3 stride 2", [1, 32, 56, 56], _ => new MaxPool2d(3, 2, 1), () => nn.MaxPool2d(3, 2, 1)),
        new("average pool 2", [1, 32, 28, 28], _ => new AvgPool2d(2), () => nn.AvgPool2d(2)),
        new("global average pool", [1, 64, 8, 8], _ => new AdaptiveAvgPool2d(1), () => nn.AdaptiveAvgPool2d(1)),
    ];
}
