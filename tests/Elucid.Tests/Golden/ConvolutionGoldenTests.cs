using System.Text.Json;

namespace Elucid.Tests.Golden;

public sealed class ConvolutionGoldenTests
{
    static readonly JsonElement Cases = GoldenFile.Read("convolution.json");

    public static TheoryData<string> Names => [.. Cases.Names()];

    [Theory, MemberData(nameof(Names))]
    public void Values_and_gradients_are_PyTorchs(string name)
    {
        JsonElement entry = Cases.Named(name);
        Dictionary<string, Tensor> inputs = entry.GetProperty("inputs").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Tensor());
        using Tape tape = Tape.Start();
        Tensor y = Compute(name, inputs, new Options(entry.GetProperty("options")));
        // Every sum is exact in float32.
        GoldenFile.AssertClose(entry.GetProperty("output"), y.Shape, y.Values, tolerance: 0, name);
        tape.Backward(Ops.Sum(Ops.Multiply(y, entry.GetProperty("weight").Tensor().Keep())));
        foreach (JsonProperty gradient in entry.GetProperty("gradients").EnumerateObject())
        {
            Tensor input = inputs[gradient.Name];
            GoldenFile.AssertClose(gradient.Value, input.Shape, input.Gradient, tolerance: 0, $"{name}, gradient of {gradient.Name}");
        }
    }

    static Tensor Compute(string name, Dictionary<string, Tensor> inputs, Options options)
    {
        (Tensor x, Tensor weight, Tensor? bias) = (inputs["x"], inputs["weight"], inputs.GetValueOrDefault("bias"));
        return name.Split(' ')[0] switch
        {
            "conv1d" => Ops.Conv1d(
                x, weight, bias, options.Pair("stride", 1).Height, options.Padding, options.Pair("dilation", 1).Height, options.Groups),
            "conv2d" => Ops.Conv2d(x, weight, bias, options.Pair("stride", 1), options.Padding, options.Pair("dilation", 1), options.Groups),
            _ => Ops.ConvTranspose2d(
                x, weight, bias, options.Pair("stride", 1), options.Pair("padding", 0), options.Pair("output_padding", 0),
                options.Pair("dilation", 1), options.Groups),
        };
    }

    readonly struct Options(JsonElement options)
    {
        public int Groups => Pair("groups", 1).Height;

        public Padding Padding =>
            options.TryGetProperty("padding", out JsonElement padding) && padding.ValueKind == JsonValueKind.String ? Padding.Same
                : Pair("padding", 0);

        public Size2d Pair(string name, int otherwise) => !options.TryGetProperty(name, out JsonElement value) ? otherwise
            : value.ValueKind == JsonValueKind.Number ? value.GetInt32() : (value[0].GetInt32(), value[1].GetInt32());
    }
}
