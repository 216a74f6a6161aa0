using Elucid;
using TorchSharp;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Networks;

/// <summary>Networks from end to end, with ELU.</summary>
static class WholeNetworkCases
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    public static IEnumerable<NetworkCase> Training =>
        [ResNet20(batch: 64) with { StepTarget = 1.2 }, Autoencoder(batch: 128) with { StepTarget = 1.8 }, LeNet(batch: 64)];

    public static IEnumerable<NetworkCase> Inference =>
        [ResNet20(batch: 1) with { InferenceTarget = 3 }, ResNet20(batch: 64), Autoencoder(batch: 1) with { InferenceTarget = 3 },
            Autoencoder(batch: 128), LeNet(batch: 1)];

    static NetworkCase ResNet20(int batch) =>
        new("ResNet-20", [batch, 3, 32, 32], random =>
            ImageNetworks.ResNet([3, 32, 32], 10, 3, [16, 32, 64], Elu, random), TorchResNet20) { IsWhole = true };

    static NetworkCase Autoencoder(int batch) =>
        new("autoencoder of the ELU paper", [batch, 784], random => new Autoencoder(784, Elu, random), () =>
            new TorchAutoencoder()) { IsWhole = true };

    static NetworkCase LeNet(int batch) =>
        new("LeNet", [batch, 1, 28, 28], random => ImageNetworks.LeNet([1, 28, 28], 10, Elu, random), TorchLeNet) { IsWhole = true };

    static nn.Module<Tensor, Tensor> TorchResNet20()
    {
        List<nn.Module<Tensor, Tensor>> modules = [nn.Conv2d(3, 16, 3, padding: 1, bias: false), nn.BatchNorm2d(16), nn.ELU(inplace: true)];
        int inChannels = 16;
        foreach (int channels in (int[])[16, 32, 64])
            for (int block = 0; block < 3; block++)
            {
                modules.Add(new TorchBlock(inChannels, channels));
                inChannels = channels;
            }
        return Chain([.. modules, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10)]);
    }

    static nn.Module<Tensor, Tensor> TorchLeNet() => Chain(
        nn.Conv2d(1, 6, 5, padding: 2), nn.ELU(inplace: true), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ELU(inplace: true), nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(400, 120), nn.ELU(inplace: true), nn.Linear(120, 84), nn.ELU(inplace: true), nn.Linear(84, 10));

    static nn.Module<Tensor, Tensor> Chain(params nn.Module<Tensor, Tensor>[] modules) =>
        nn.Sequential([.. modules.Select((module, i) => ($"{i}", module))]);

    /// <summary>The block of ResNet; activations work in place, as in torchvision.</summary>
    sealed class TorchBlock : nn.Module<Tensor, Tensor>
    {
        readonly nn.Module<Tensor, Tensor> inner;
        readonly nn.Module<Tensor, Tensor>? shortcut;

        public TorchBlock(int inChannels, int channels) : base("block")
        {
            int stride = inChannels == channels ? 1 : 2;
            inner = Chain(
                nn.Conv2d(inChannels, channels, 3, stride, padding: 1, bias: false), nn.BatchNorm2d(channels), nn.ELU(inplace: true),
                nn.Conv2d(channels, channels, 3, padding: 1, bias: false), nn.BatchNorm2d(channels));
            shortcut = stride == 1 ? null : Chain(nn.Conv2d(inChannels, channels, 1, stride, bias: false), nn.BatchNorm2d(channels));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            using var scope = NewDisposeScope();
            return nn.functional.elu(inner.forward(x).add_(shortcut?.forward(x) ?? x), 1, inplace: true).MoveToOuterDisposeScope();
        }
    }

    sealed class TorchAutoencoder : nn.Module<Tensor, Tensor>
    {
        readonly nn.Module<Tensor, Tensor> encoder = Layers(784, 1000, 500, 250, 30), decoder = Layers(30, 250, 500, 1000, 784);

        public TorchAutoencoder() : base("autoencoder") => RegisterComponents();

        public override Tensor forward(Tensor x) => decoder.forward(encoder.forward(x));

        static nn.Module<Tensor, Tensor> Layers(params int[] widths) => Chain([.. Enumerable.Range(1, widths.Length - 1).SelectMany(i =>
            (nn.Module<Tensor, Tensor>[])(
                i == 1 ? [nn.Linear(widths[0], widths[1])] : [nn.ELU(inplace: true), nn.Linear(widths[i - 1], widths[i])]))]);
    }
}
