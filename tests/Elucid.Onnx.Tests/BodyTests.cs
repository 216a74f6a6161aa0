namespace Elucid.Onnx.Tests;

/// <summary>ONNX files whose body goes on learning under a new head.</summary>
public sealed class BodyTests
{
    static PretrainedBody Body(string name) => PretrainedBody.Load(new MemoryStream(Sample.Golden(name)), name + ".onnx");

    static PretrainedBody Body(byte[] file) => PretrainedBody.Load(new MemoryStream(file), "net.onnx");

    static Module Tune(PretrainedBody body, int[] features) =>
        body.BuildNetwork(new NetworkRecipe { Hidden = [5] }, features, 3, Activations.Elu(), new RandomStream(1));

    [Theory]
    [InlineData("mlp", new[] { 3, 4 })]
    [InlineData("cnn", new[] { 1, 12, 16 })]
    [InlineData("resnet", new[] { 3, 8, 8 })]
    [InlineData("lstm", new[] { 5, 3 })]
    public void A_fine_tuned_network_is_stored_and_exported_with_the_same_answers(string name, int[] features)
    {
        PretrainedBody body = Body(name);
        Module network = Tune(body, features);
        Adam adam = new(network, 0.01);
        Tensor x = Sample.Normal([4, .. features]);
        using (Tape tape = Tape.Start())
        {
            tape.Backward(Loss.CrossEntropy(network.Forward(x), new[] { 0, 1, 2, 0 }));
            adam.Step();
        }
        network.Eval();
        ModelFile file = new()
        {
            Recipe = new NetworkRecipe { Hidden = [5] },
            Activation = "elu",
            FeatureShape = features,
            OutputNames = ["a", "b", "c"],
            Task = LearningTask.Classification,
            Data = "random",
            Body = body.Description,
        };
        using MemoryStream stored = new();
        file.Save(network, stored);
        stored.Position = 0;
        (ModelFile read, Module loaded) = ModelFile.Load(stored);
        float[] expected = network.Predict(x).Values.ToArray();
        Assert.Equal(expected, loaded.Predict(x).Values.ToArray());
        Assert.Equal(body.Description.Fingerprint, read.Body!.Fingerprint);

        int opset = int.Parse(Assert.Throws<NotSupportedException>(() => OnnxExport.ToBytes(network, [1, .. features], opset: 14)).Message
            .Split("of operator set ")[1].Split(',')[0]);
        byte[] exported = OnnxExport.ToBytes(loaded, [1, .. features], opset);
        Assert.Equal(0, OnnxRuntime.Difference(OnnxRuntime.Run(exported, x), network.Predict(x)), 1e-5);
    }

    static readonly byte[] Eight = [.. Enumerable.Range(0, 3 * 70).SelectMany(i => BitConverter.GetBytes(i * 0.01f))];

    static Message Weight(string name) => TinyModel.Tensor(name, [3, 70], Eight);

    static Message Binary(string op, string left, string right, string output) =>
        new Message().Add(1, left).Add(1, right).Add(2, output).Add(4, op);

    static Message Last(string from, string to) =>
        new Message().Add(1, from).Add(1, "last").Add(2, to).Add(4, "MatMul");

    static readonly Message LastWeight =
        TinyModel.Tensor("last", [70, 2], [.. Enumerable.Range(0, 140).SelectMany(i => BitConverter.GetBytes(i * 0.1f))]);

    static readonly Message Offset = TinyModel.Tensor("offset", [2], [.. new float[] { 1, 2 }.SelectMany(BitConverter.GetBytes)]);

    [Fact]
    public void The_output_layer_is_cut_off_with_what_stands_behind_it()
    {
        byte[] model = TinyModel.Of(
            [Binary("MatMul", "x", "first", "a"), TinyModel.Node("Relu", "a", "b"), Last("b", "c"), Binary("Add", "c", "offset", "d"),
                TinyModel.Node("Softmax", "d", "y")],
            [Weight("first"), LastWeight, Offset]);
        Module network = Tune(Body(model), [3]);
        Assert.Equal(
            ["body.first", "head.0.weight", "head.0.bias", "head.2.weight", "head.2.bias"], network.NamedParameters().Select(p => p.Name));
        Assert.Equal([5, 70], network.NamedParameters().Single(p => p.Name == "head.0.weight").Value.Shape.Lengths.ToArray());
    }

    [Fact]
    public void A_network_without_an_output_layer_is_a_body_as_a_whole()
    {
        byte[] model = TinyModel.Of([Binary("MatMul", "x", "first", "a"), TinyModel.Node("Relu", "a", "y")], [Weight("first")]);
        Assert.Equal([5, 70], Tune(Body(model), [3]).NamedParameters().Single(p => p.Name == "head.0.weight").Value.Shape.Lengths.ToArray());
    }

    [Fact]
    public void What_has_no_body_is_refused_in_words()
    {
        string Refusal(byte[] file) => Assert.Throws<ModelFormatException>(() => Body(file)).Message;
        Assert.Equal(
            "'net.onnx': it has no weights before its last layer, which Elucid does not support. Supported: networks of several layers, to put a new "
                + "head on.",
            Refusal(TinyModel.Of([Binary("MatMul", "x", "first", "y")], [Weight("first")])));
        Assert.StartsWith(
            "'net.onnx': node 'loop' (Relu)", Refusal(TinyModel.Of([TinyModel.Node("Relu", "y", "y", "loop")], [Weight("first")])).Replace(
                "expected a graph without cycles, but ", ""));
        Assert.Contains("it is text", Refusal("epoch,loss\n1,2\n"u8.ToArray()));
    }

    [Fact]
    public void A_stored_graph_that_is_damaged_is_refused()
    {
        BodyDescription body = Body(TinyModel.Of([Binary("MatMul", "x", "first", "a"), TinyModel.Node("Relu", "a", "y")], [Weight("first")]))
            .Description;
        byte[] graph = body.Graph!;
        for (int length = 0; length < graph.Length; length += 7)
            Assert.Throws<ModelFormatException>(() => (body with { Graph = graph[..length] }).Build());
        Assert.Equal(210, body.CountWeights());
    }
}
