using Microsoft.ML.OnnxRuntime;

namespace Elucid.Onnx.Tests;

/// <summary>The judge: what ONNX Runtime computes from a file.</summary>
static class OnnxRuntime
{
    /// <summary>The first output.</summary>
    public static Tensor Run(byte[] model, params Tensor[] inputs) => RunAll(model, inputs)[0];

    /// <summary>The first output, node by node: else products of weights in eight bits round what they multiply, too.</summary>
    public static Tensor RunAsWritten(byte[] model, params Tensor[] inputs) => RunAll(model, GraphOptimizationLevel.ORT_DISABLE_ALL, inputs)[0];

    /// <summary>All outputs, for inputs in the order of the file.</summary>
    public static Tensor[] RunAll(byte[] model, params Tensor[] inputs) => RunAll(model, GraphOptimizationLevel.ORT_ENABLE_ALL, inputs);

    static Tensor[] RunAll(byte[] model, GraphOptimizationLevel level, Tensor[] inputs)
    {
        using SessionOptions options = new()
        {
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            GraphOptimizationLevel = level,
        };
        using InferenceSession session = new(model, options);
        OrtValue[] values =
            [.. inputs.Select(x => OrtValue.CreateTensorValueFromMemory(x.Values.ToArray(), [.. x.Shape.Select(length => (long)length)]))];
        using RunOptions run = new();
        using var outputs = session.Run(run, session.InputNames, values, session.OutputNames);
        foreach (OrtValue value in values)
            value.Dispose();
        return [.. outputs.Select(
            output => new Tensor(
                new Shape([.. output.GetTensorTypeAndShape().Shape.Select(length => (int)length)]), output.GetTensorDataAsSpan<float>()))];
    }

    /// <summary>Throws where ONNX Runtime does not take a file, types included.</summary>
    public static void Load(byte[] model)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        try
        {
            using InferenceSession session = new(model, options);
        }
        catch (OnnxRuntimeException e) when (e.Message.Contains("NotImplemented", StringComparison.Ordinal))
        {
            // The types fit, but ONNX Runtime computes few functions in double.
        }
    }

    /// <summary>The largest difference, in proportion to max(1, |expected|).</summary>
    public static double Difference(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        double largest = 0;
        for (int i = 0; i < expected.Shape.Size; i++)
            largest = Math.Max(largest, Math.Abs((double)expected.Values[i] - actual.Values[i]) / Math.Max(1, Math.Abs(expected.Values[i])));
        return double.IsNaN(largest) ? double.PositiveInfinity : largest;
    }
}
