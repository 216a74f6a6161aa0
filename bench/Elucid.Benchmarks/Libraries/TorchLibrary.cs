using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Elucid.Benchmarks.Libraries;

/// <summary>
/// libtorch through TorchSharp. Its functions return new tensors: TorchSharp offers neither <c>out</c> arguments for them nor the raw backward
/// kernels, so the backward pass is that of automatic differentiation over a graph recorded once.
/// </summary>
sealed class TorchLibrary : ILibrary
{
    /// <summary>Every function by its name in the catalog.</summary>
    public static IReadOnlyDictionary<string, Func<Tensor, Tensor>> Functions { get; } = new Dictionary<string, Func<Tensor, Tensor>>
    {
        ["elu"] = x => elu(x, 1.0),
        ["elu:alpha=1.5"] = x => elu(x, 1.5),
        ["selu"] = x => selu(x),
        ["celu"] = x => celu(x, 1.0),
        ["relu"] = x => relu(x),
        ["leaky-relu"] = x => leaky_relu(x, 0.01),
        ["gelu"] = x => gelu(x),
        ["gelu-tanh"] = x => gelu(x, GELU.Approximate.tanh),
        ["swish"] = x => silu(x),
        ["mish"] = x => mish(x),
        ["softplus"] = x => softplus(x, 1, 20),
        ["sigmoid"] = x => torch.sigmoid(x),
        ["tanh"] = x => torch.tanh(x),
        ["hard-swish"] = x => hardswish(x),
    };

    public string Name => "libtorch";

    public Job? Forward(string function, Batch batch)
    {
        if (!Functions.TryGetValue(function, out Func<Tensor, Tensor>? f))
            return null;
        Tensor x = ToTorch(batch.X.Span);
        return new Job(() => f(x).Dispose(), () => ToArray(f(x)), x.Dispose);
    }

    public Job? InPlace(string function, Batch batch)
    {
        double? alpha = function switch { "elu" => 1, "elu:alpha=1.5" => 1.5, _ => null };
        if (alpha is not { } a)
            return null;
        Tensor x = ToTorch(batch.X.Span);
        return new Job(() => x.elu_(a), () => ToArray(x.elu_(a).clone()), x.Dispose);
    }

    public Job? Backward(string function, Batch batch)
    {
        if (!Functions.TryGetValue(function, out Func<Tensor, Tensor>? f))
            return null;
        Tensor x = ToTorch(batch.X.Span).requires_grad_(), dy = ToTorch(batch.Dy.Span), y = f(x);
        return new Job(() => Gradient().Dispose(), () => ToArray(Gradient()), () =>
        {
            y.Dispose();
            dy.Dispose();
            x.Dispose();
        });

        Tensor Gradient() => autograd.grad([y], [x], [dy], retain_graph: true)[0];
    }

    public static Tensor ToTorch(ReadOnlySpan<float> values)
    {
        Tensor copy = empty(values.Length);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(copy.bytes));
        return copy;
    }

    static float[] ToArray(Tensor values)
    {
        using (values)
            return MemoryMarshal.Cast<byte, float>(values.bytes).ToArray();
    }
}
