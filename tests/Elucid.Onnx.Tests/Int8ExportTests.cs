namespace Elucid.Onnx.Tests;

public sealed class Int8ExportTests
{
    [Theory]
    [InlineData(new[] { 1, 200 }, true, OnnxExport.OldestOpset)]
    [InlineData(new[] { 1, 200 }, false, OnnxExport.NewestOpset)]
    [InlineData(new[] { 1, 4, 200 }, true, OnnxExport.DefaultOpset)]
    [InlineData(new[] { 1, 4, 200 }, false, OnnxExport.DefaultOpset)]
    public void Weights_have_eight_bits_in_the_file_and_products_are_those_of_floats(int[] input, bool bias, int opset)
    {
        ModelFile file = new()
        {
            Recipe = new(),
            Activation = "elu",
            FeatureShape = input[1..],
            OutputNames = ["y"],
            Task = LearningTask.Regression,
            Data = "noise",
            IsInt8 = true,
        };
        Linear linear = new(200, 70, new RandomStream(1), bias: bias);
        byte[] onnx = OnnxExport.ToBytes(file.InUse(linear), new Shape(input), opset);
        Assert.True(onnx.Length < 0.4 * OnnxExport.ToBytes(linear, new Shape(input), opset).Length);

        // The same weights, rounded: what a file of them gives.
        using MemoryStream stored = new();
        SafetensorsFile.Write(stored, PackedTensors.Pack(Weights.EntriesOf(linear), new HashSet<string> { "weight" }));
        stored.Position = 0;
        Linear rounded = new(200, 70, new RandomStream(2), bias: bias);
        Weights.Load(rounded, stored);
        Tensor x = Sample.Normal([3, .. input[1..]]);
        Assert.True(OnnxRuntime.Difference(rounded.Predict(x), OnnxRuntime.Run(onnx, x)) < 1e-6);

        // Read back it has these weights, under the names of the layer.
        GraphModule read = OnnxImport.Load(onnx);
        Assert.Equal(
            rounded.NamedParameters().Select(p => p.Name).Order(), read.NamedParameters().Select(p => p.Name).Order());
        Assert.Equal(rounded.Weight.Values.ToArray(), read.NamedParameters().Single(p => p.Name == "weight").Value.Values.ToArray());
        Assert.True(OnnxRuntime.Difference(rounded.Predict(x), read.Predict(x)) < 1e-6);
    }
}
