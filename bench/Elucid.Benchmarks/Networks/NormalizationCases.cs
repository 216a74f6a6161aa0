using Elucid;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace Benchmarks.Networks;

/// <summary>Normalisations, alone and with ELU after them.</summary>
static class NormalizationCases
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    public static IEnumerable<NetworkCase> Training =>
    [
        new("batch norm 32", [64, 32, 28, 28], _ => new BatchNorm2d(32), () => nn.BatchNorm2d(32)),
        new("batch norm 32, ELU", [64, 32, 28, 28], _ => WithElu(new BatchNorm2d(32)), () => WithElu(nn.BatchNorm2d(32))),
        new("batch norm 16, ELU", [64, 16, 32, 32], _ => WithElu(new BatchNorm2d(16)), () => WithElu(nn.BatchNorm2d(16))),
        new("batch norm 64, ELU", [64, 64, 8, 8], _ => WithElu(new BatchNorm2d(64)), () => WithElu(nn.BatchNorm2d(64))),
        new("batch norm of 256 features", [128, 256], _ => new BatchNorm1d(256), () => nn.BatchNorm1d(256)),
        new("layer norm 128", [16, 128, 128], _ => new LayerNorm(128), () => nn.LayerNorm(128)),
        new("layer norm 768", [512, 768], _ => new LayerNorm(768), () => nn.LayerNorm(768)),
        new("group norm 8 of 32", [64, 32, 28, 28], _ => new GroupNorm(8, 32), () => nn.GroupNorm(8, 32)),
        new("residual ELU block 32", [64, 32, 16, 16], random => Residual.Elu(32, 32, Elu, random), () => new TorchBlock(32)),
    ];

    public static IEnumerable<NetworkCase> Inference =>
    [
        new("batch norm 32", [64, 32, 28, 28], _ => new BatchNorm2d(32), () => nn.BatchNorm2d(32)),
        new("batch norm 32, ELU", [1, 32, 28, 28], _ => WithElu(new BatchNorm2d(32)), () => WithElu(nn.BatchNorm2d(32))),
        new("layer norm 128", [1, 128, 128], _ => new LayerNorm(128), () => nn.LayerNorm(128)),
        new("group norm 8 of 32", [1, 32, 28, 28], _ => new GroupNorm(8, 32), () => nn.GroupNorm(8, 32)),
        new("residual ELU block 32", [1, 32, 16, 16], random => Residual.Elu(32, 32, Elu, random), () => new TorchBlock(32)),
    ];

    static Sequential WithElu(Module norm) => new(norm, new ActivationLayer(Elu));

    static nn.Module<Tensor, Tensor> WithElu(nn.Module<Tensor, Tensor> norm) => nn.Sequential(("0", norm), ("1", nn.ELU()));

    /// <summary>The block of <see cref="Residual.Elu"/>.</summary>
    sealed class TorchBlock : nn.Module<Tensor, Tensor>
    {
        readonly nn.Module<Tensor, Tensor> inner;

        public TorchBlock(int channels) : base("block")
        {
            inner = nn.Sequential(
                ("0", nn.Conv2d(channels, channels, 3, padding: 1)), ("1", nn.ELU()),
                ("2", nn.Conv2d(channels, channels, 3, padding: 1, bias: false)), ("3", nn.BatchNorm2d(channels)));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => inner.forward(x).add(x);
    }
}
