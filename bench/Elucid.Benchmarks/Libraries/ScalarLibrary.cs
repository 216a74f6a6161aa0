namespace Benchmarks.Libraries;

/// <summary>The loop that everybody writes first: one element after the other with <c>MathF</c>, which has no erf for GELU.</summary>
sealed class ScalarLibrary : ILibrary
{
    delegate void Loop(ReadOnlySpan<float> x, Span<float> y);

    static readonly Dictionary<string, Loop> Loops = new()
    {
        ["elu"] = (x, y) => Run(new Elu(1), x, y),
        ["elu:alpha=1.5"] = (x, y) => Run(new Elu(1.5f), x, y),
        ["celu"] = (x, y) => Run(new Elu(1), x, y),
        ["selu"] = (x, y) => Run(default(Selu), x, y),
        ["relu"] = (x, y) => Run(default(Relu), x, y),
        ["leaky-relu"] = (x, y) => Run(default(LeakyRelu), x, y),
        ["gelu-tanh"] = (x, y) => Run(default(GeluTanh), x, y),
        ["swish"] = (x, y) => Run(default(Swish), x, y),
        ["mish"] = (x, y) => Run(default(Mish), x, y),
        ["softplus"] = (x, y) => Run(default(Softplus), x, y),
        ["sigmoid"] = (x, y) => Run(default(Sigmoid), x, y),
        ["tanh"] = (x, y) => Run(default(Tanh), x, y),
        ["hard-swish"] = (x, y) => Run(default(HardSwish), x, y),
    };

    public string Name => "scalar loop";

    /// <remarks>Absent beside others with several threads: it would take minutes to be as slow as before.</remarks>
    public Job<T>? Forward<T>(string function, Arrays<T> batch) where T : unmanaged =>
        batch is Arrays<float> { Threads: 1 } floats && Loops.TryGetValue(function, out Loop? loop)
            ? new Job<float>(floats.Y, () => loop(floats.X.Span, floats.Y.Span)) as Job<T>
            : null;

    static void Run<TFunction>(TFunction f, ReadOnlySpan<float> x, Span<float> y) where TFunction : struct, IScalarFunction
    {
        for (int i = 0; i < x.Length; i++)
            y[i] = f.At(x[i]);
    }

    interface IScalarFunction
    {
        float At(float x);
    }

    readonly struct Elu(float alpha) : IScalarFunction
    {
        public float At(float x) => x >= 0 ? x : alpha * (MathF.Exp(x) - 1);
    }

    readonly struct Selu : IScalarFunction
    {
        const float Scale = 1.05070099f, Alpha = 1.67326324f;

        public float At(float x) => Scale * (x >= 0 ? x : Alpha * (MathF.Exp(x) - 1));
    }

    readonly struct Relu : IScalarFunction
    {
        public float At(float x) => x > 0 ? x : 0;
    }

    readonly struct LeakyRelu : IScalarFunction
    {
        public float At(float x) => x >= 0 ? x : 0.01f * x;
    }

    readonly struct GeluTanh : IScalarFunction
    {
        public float At(float x) => 0.5f * x * (1 + MathF.Tanh(0.797884561f * (x + 0.044715f * x * x * x)));
    }

    readonly struct Swish : IScalarFunction
    {
        public float At(float x) => x / (1 + MathF.Exp(-x));
    }

    readonly struct Mish : IScalarFunction
    {
        public float At(float x) => x * MathF.Tanh(default(Softplus).At(x));
    }

    readonly struct Softplus : IScalarFunction
    {
        public float At(float x) => MathF.Max(x, 0) + MathF.Log(1 + MathF.Exp(-MathF.Abs(x)));
    }

    readonly struct Sigmoid : IScalarFunction
    {
        public float At(float x) => 1 / (1 + MathF.Exp(-x));
    }

    readonly struct Tanh : IScalarFunction
    {
        public float At(float x) => MathF.Tanh(x);
    }

    readonly struct HardSwish : IScalarFunction
    {
        public float At(float x) => x * MathF.Min(MathF.Max(x + 3, 0), 6) / 6;
    }
}
