using Elucid;
namespace Benchmarks.Networks;

/// <summary>Transformer blocks that normalise first, with ELU.</summary>
static class TransformerCases
{
    public static IEnumerable<NetworkCase> Training =>
    [
        Block(features: 128, heads: 4, batch: 16, length: 128) with { StepTarget = 1.3 },
        Block(features: 128, heads: 4, batch: 16, length: 128, isCausal: true),
        Block(features: 64, heads: 4, batch: 2, length: 1024),
    ];

    public static IEnumerable<NetworkCase> Inference =>
    [
        Block(features: 128, heads: 4, batch: 1, length: 128) with { InferenceTarget = 3 },
        Block(features: 128, heads: 4, batch: 1, length: 16),
        Block(features: 128, heads: 4, batch: 1, length: 1),
        Block(features: 128, heads: 4, batch: 16, length: 128),
        Block(features: 64, heads: 4, batch: 1, length: 2048, isCausal: true),
    ];

    static NetworkCase Block(int features, int heads, int batch, int length, bool isCausal = false) => new(
        $"transformer block {features}, {heads} heads{(isCausal ? ", causal" : "")}",
        [batch, length, features],
        random =>
        {
            TransformerEncoderLayer layer = new(features, heads, 4 * features, ActivationCatalog.Parse("elu"), random, normFirst: true);
            return isCausal ? new Causal(layer) : layer;
        },
        () => new TorchTransformerBlock(features, heads, isCausal));

    /// <summary>A block under its own names that takes nothing but its input.</summary>
    sealed class Causal : Module
    {
        readonly TransformerEncoderLayer _layer;

        public Causal(TransformerEncoderLayer layer)
        {
            _layer = layer;
            foreach ((string name, Module child) in layer.Children)
                Child(name, child);
        }

        public override Elucid.Tensor Forward(Elucid.Tensor x) => _layer.Forward(x, mask: null, isCausal: true);

        public override Elucid.Shape OutputShape(Elucid.Shape input) => _layer.OutputShape(input);
    }
}
