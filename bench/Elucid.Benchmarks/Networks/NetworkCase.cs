using Elucid;
using TorchSharp;

namespace Benchmarks.Networks;

/// <summary>A layer or a network that both libraries have, under the same names of parameters.</summary>
/// <param name="Name">What tables call it.</param>
/// <param name="Input">The shape of one batch.</param>
/// <param name="Elucid">Makes it in Elucid, with weights drawn.</param>
/// <param name="Torch">Makes it in TorchSharp; the weights are copied.</param>
sealed record NetworkCase(
    string Name, Shape Input, Func<RandomStream, Module> Elucid, Func<torch.nn.Module<torch.Tensor, torch.Tensor>> Torch)
{
    /// <summary>How many times faster than libtorch a training step should be, if the project has said so.</summary>
    public double? StepTarget { get; init; }

    /// <summary>The same for inference on a batch of this size.</summary>
    public double? InferenceTarget { get; init; }

    /// <summary>Whether it is a network from data to output, which needs no gradient with respect to its input.</summary>
    public bool IsWhole { get; init; }
}
