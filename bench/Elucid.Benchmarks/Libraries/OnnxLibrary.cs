using Microsoft.ML.OnnxRuntime;
using static Benchmarks.Libraries.OnnxModel;

namespace Benchmarks.Libraries;

/// <summary>ONNX Runtime: a session per function, input and output bound to the batch's memory, so that a run allocates nothing.</summary>
sealed class OnnxLibrary : ILibrary
{
    static readonly Dictionary<string, (int Opset, byte[][] Nodes)> Models = new()
    {
        ["elu"] = (17, [Single("Elu", Attribute("alpha", 1))]),
        ["elu:alpha=1.5"] = (17, [Single("Elu", Attribute("alpha", 1.5f))]),
        ["selu"] = (17, [Single("Selu")]),
        ["celu"] = (17, [Single("Celu", Attribute("alpha", 1))]),
        ["relu"] = (17, [Single("Relu")]),
        ["leaky-relu"] = (17, [Single("LeakyRelu", Attribute("alpha", 0.01f))]),
        ["gelu"] = (20, [Single("Gelu", Attribute("approximate", "none"))]),
        ["gelu-tanh"] = (20, [Single("Gelu", Attribute("approximate", "tanh"))]),
        ["swish"] = (17, [Node("Sigmoid", ["x"], "s"), Node("Mul", ["x", "s"], "y")]),
        ["mish"] = (18, [Single("Mish")]),
        ["softplus"] = (17, [Single("Softplus")]),
        ["sigmoid"] = (17, [Single("Sigmoid")]),
        ["tanh"] = (17, [Single("Tanh")]),
        ["hard-swish"] = (17, [Single("HardSwish")]),
    };

    public string Name => "ONNX Runtime";

    public Job<T>? Forward<T>(string function, Arrays<T> batch) where T : unmanaged =>
        batch is Arrays<float> floats ? Prepare(function, floats) as Job<T> : null;

    static Job<float>? Prepare(string function, Arrays<float> batch)
    {
        if (!Models.TryGetValue(function, out var model))
            return null;
        using SessionOptions options = new() { IntraOpNumThreads = batch.Threads, InterOpNumThreads = 1 };
        // Otherwise its threads would spin through the next contestant's turn.
        options.AddSessionConfigEntry("session.force_spinning_stop", "1");
        InferenceSession session = new(OnnxModel.Of(model.Opset, batch.Count, model.Nodes), options);
        OrtIoBinding binding = session.CreateIoBinding();
        OrtValue x = Bound(batch.X), y = Bound(batch.Y);
        RunOptions runOptions = new();
        binding.BindInput("x", x);
        binding.BindOutput("y", y);
        return new(batch.Y, () => session.RunWithBinding(runOptions, binding), () =>
        {
            runOptions.Dispose();
            binding.Dispose();
            y.Dispose();
            x.Dispose();
            session.Dispose();
        });
    }

    static OrtValue Bound(Numbers<float> numbers) =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, numbers.Memory, [numbers.Count]);

    static byte[] Single(string operation, params ReadOnlySpan<byte[]> attributes) => Node(operation, ["x"], "y", attributes);
}
