using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Benchmarks.Libraries;

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

    public Job<T>? Forward<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        if (!Functions.TryGetValue(function, out Func<Tensor, Tensor>? f))
            return null;
        Tensor x = ToTorch<T>(batch.X.Span);
        return new(() => f(x).Dispose(), () => ToArray<T>(f(x)), x.Dispose);
    }

    public Job<T>? InPlace<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        double? alpha = function switch { "elu" => 1, "elu:alpha=1.5" => 1.5, _ => null };
        if (alpha is not { } a)
            return null;
        Tensor x = ToTorch<T>(batch.X.Span);
        return new(() => x.elu_(a), () => ToArray<T>(x.elu_(a).clone()), x.Dispose);
    }

    public Job<T>? Backward<T>(string function, Arrays<T> batch) where T : unmanaged
    {
        if (!Functions.TryGetValue(function, out Func<Tensor, Tensor>? f))
            return null;
        return Backward<T>(x => f(x[0]), batch.Dy.Span, ToTorch<T>(batch.X.Span));
    }

    /// <summary>Whether its backward pass starts from the output, which it keeps instead of the input.</summary>
    public static bool KeepsOutput(string function) => function is "relu" or "sigmoid" or "tanh";

    /// <summary>The gradients of <paramref name="f"/> by all of <paramref name="inputs"/>, over a graph that is recorded here; the result is the
    /// first one.</summary>
    public static Job<T> Backward<T>(Func<Tensor[], Tensor> f, ReadOnlySpan<T> outputGradients, params Tensor[] inputs) where T : unmanaged
    {
        foreach (Tensor input in inputs)
            input.requires_grad_();
        Tensor y = f(inputs), dy = ToTorch(outputGradients).reshape(y.shape);
        return new(() => Release(Gradients()), () => ToArray<T>(Gradients()[0]), () => Release([y, dy, .. inputs]));

        IList<Tensor> Gradients() => autograd.grad([y], inputs, [dy], retain_graph: true);
    }

    public static Tensor ToTorch<T>(ReadOnlySpan<T> values) where T : unmanaged
    {
        Tensor copy = empty(values.Length, dtype: TypeOf<T>());
        MemoryMarshal.AsBytes(values).CopyTo(copy.bytes);
        return copy;
    }

    public static T[] ToArray<T>(Tensor values) where T : unmanaged
    {
        using (values)
            return MemoryMarshal.Cast<byte, T>(values.bytes).ToArray();
    }

    static ScalarType TypeOf<T>() =>
        typeof(T) == typeof(double) ? ScalarType.Float64
        : typeof(T) == typeof(Half) ? ScalarType.Float16
        : typeof(T) == typeof(Elucid.Numerics.BFloat16) ? ScalarType.BFloat16
        : ScalarType.Float32;

    public static void Release(IEnumerable<Tensor> tensors)
    {
        foreach (Tensor tensor in tensors)
            tensor.Dispose();
    }
}
