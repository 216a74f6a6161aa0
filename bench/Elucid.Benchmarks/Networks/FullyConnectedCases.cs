using Elucid;
using static TorchSharp.torch;

namespace Benchmarks.Networks;

/// <summary>Single fully connected layers, with ELU.</summary>
static class FullyConnectedCases
{
    public static IEnumerable<NetworkCase> Training => [Layer(batch: 128, features: 1024)];

    public static IEnumerable<NetworkCase> Inference =>
        [Layer(batch: 1, features: 256), Layer(batch: 1, features: 1024), Layer(batch: 8, features: 1024)];

    static NetworkCase Layer(int batch, int features) => new(
        $"linear {features}→{features}, ELU", [batch, features],
        random => new Sequential(new Linear(features, features, random), new ActivationLayer(ActivationCatalog.Parse("elu"))),
        () => nn.Sequential(("0", nn.Linear(features, features)), ("1", nn.ELU(inplace: true))));
}
