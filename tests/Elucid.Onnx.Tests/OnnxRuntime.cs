using Elucid.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Elucid.Onnx.Tests;

/// <summary>The judge: what ONNX Runtime computes from a file.</summary>
static class OnnxRuntime
{
    /// <summary>The first output for one input.</summary>
    public static Tensor Run(byte[] model, Tensor x)
    {
        using SessionOptions options = new() { IntraOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using InferenceSession session = new(model, options);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(x.Values.ToArray(), [.. x.Shape.Select(length => (long)length)]);
        using RunOptions run = new();
        using var outputs = session.Run(run, session.InputNames, [input], session.OutputNames);
        return new Tensor(new Shape([.. outputs[0].GetTensorTypeAndShape().Shape.Select(length => (int)length)]), outputs[0].GetTensorDataAsSpan<float>());
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
