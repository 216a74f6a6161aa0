namespace Elucid.Onnx.Tests;

/// <summary>Files that PyTorch wrote give the outputs that ONNX Runtime computes, and can be trained.</summary>
public sealed class ImportTests
{
    public static TheoryData<string, int[]> Files => new()
    {
        { "mlp", [3, 4] },
        { "mlp-training", [3, 4] },
        { "views", [3, 4] },
        { "functions-13", [5] },
        { "functions-17", [5] },
        { "cnn", [1, 12, 16] },
        { "resnet", [3, 8, 8] },
        { "rnn", [5, 3] },
        { "gru", [5, 3] },
        { "lstm", [5, 3] },
        { "lstm-training", [5, 3] },
    };

    static GraphModule Import(string name) => OnnxImport.Load(Sample.Golden(name), name + ".onnx");

    [Theory, MemberData(nameof(Files))]
    public void Outputs_are_those_of_onnx_runtime(string name, int[] features)
    {
        GraphModule module = Import(name);
        module.Eval();
        foreach (int batch in new[] { 1, 4 })
        {
            Tensor x = Sample.Normal([batch, .. features], seed: (ulong)batch), expected = OnnxRuntime.Run(Sample.Golden(name), x);
            Assert.Equal(0, OnnxRuntime.Difference(expected, module.Forward(x)), 1e-5);
            Assert.Equal(expected.Shape, module.OutputShape(x.Shape));
        }
    }

    [Theory, MemberData(nameof(Files))]
    public void A_training_step_changes_every_weight(string name, int[] features)
    {
        GraphModule module = Import(name);
        if (module.ParameterCount == 0)
            return;
        var before = module.NamedParameters().ToDictionary(p => p.Name, p => p.Value.Values.ToArray());
        Sgd optimizer = new(module, 0.1f);
        using (Tape tape = Tape.Start())
        {
            Tensor y = module.Forward(Sample.Normal([8, .. features]));
            // Squares are no constant of a softmax, and the offset moves biases before a normalisation too.
            tape.Backward(Ops.Mean(Ops.Multiply(y, Ops.Multiply(y, Sample.Normal(y.Shape, seed: 3)))));
            optimizer.Step();
        }
        Assert.All(module.NamedParameters(), p => Assert.False(before[p.Name].AsSpan().SequenceEqual(p.Value.Values), $"{p.Name} did not change"));
    }

    [Fact]
    public void Weights_have_the_names_of_the_file()
    {
        GraphModule module = Import("mlp");
        Assert.Equal(["1.bias", "1.weight", "4.bias", "4.weight", "6.bias", "6.weight"], module.NamedParameters().Select(p => p.Name).Order());
        Assert.Equal("x y 6", $"{module.InputNames.Single()} {module.OutputNames.Single()} {module.NodeCount}");
        Assert.Equal("GraphModule(6 nodes)", module.ToString());
    }

    [Fact]
    public void Dropout_of_the_file_drops_in_training_alone()
    {
        GraphModule module = Import("mlp-training");
        Tensor x = Sample.Normal([4, 3, 4]);
        Assert.Equal(module.Forward(x).Values.ToArray(), module.Forward(x).Values.ToArray());
        module.Train();
        float[] first = module.Forward(x).Values.ToArray(), second = module.Forward(x).Values.ToArray();
        Assert.NotEqual(first, second);
        module.Eval();
        Assert.Equal(module.Forward(x).Values.ToArray(), module.Forward(x).Values.ToArray());
    }

    [Fact]
    public void A_clone_draws_what_the_network_draws_and_from_a_stream_of_its_own()
    {
        GraphModule module = Import("mlp-training");
        Tensor x = Sample.Normal([4, 3, 4]);
        module.Train();
        Module clone = module.Clone();
        float[][] drawn = [.. Enumerable.Range(0, 2).Select(_ => module.Forward(x).Values.ToArray())];
        Assert.Equal(drawn, Enumerable.Range(0, 2).Select(_ => clone.Forward(x).Values.ToArray()));
    }

    [Fact]
    public void Dropout_goes_on_after_a_checkpoint_as_without_one()
    {
        Dataset data = new("random", Sample.Normal([32, 3, 4]).Values.ToArray(), [3, 4], [.. Enumerable.Range(0, 32).Select(i => i % 3)],
            ["a", "b", "c"]);
        Trainer New()
        {
            GraphModule module = Import("mlp-training");
            return new Trainer(module, new Adam(module, 0.01), data, options: new TrainerOptions { Epochs = 2, BatchSize = 8 });
        }
        Trainer whole = New(), resumed = New();
        whole.RunEpoch(null, TestContext.Current.CancellationToken);
        using MemoryStream saved = new();
        Checkpoint.Save(whole, saved);
        saved.Position = 0;
        Checkpoint.Load(resumed, saved);
        whole.RunEpoch(null, TestContext.Current.CancellationToken);
        resumed.RunEpoch(null, TestContext.Current.CancellationToken);
        Assert.Equal(Numbers(whole.Model), Numbers(resumed.Model));
    }

    [Fact]
    public void A_pass_that_is_computed_twice_drops_the_same_numbers()
    {
        GraphModule module = Import("mlp-training");
        Recomputed twice = new(Import("mlp-training"));
        Tensor x = Sample.Normal([4, 3, 4]);
        foreach (Module network in new Module[] { module, twice })
        {
            network.Train();
            using Tape tape = Tape.Start();
            tape.Backward(Ops.Sum(Ops.Square(network.Forward(x))));
        }
        Assert.Equal(
            module.NamedParameters().SelectMany(p => p.Value.Gradient.ToArray()),
            twice.NamedParameters().SelectMany(p => p.Value.Gradient.ToArray()));
    }

    static float[] Numbers(Module module) => [.. module.NamedParameters().SelectMany(p => p.Value.Values.ToArray())];

    // Exported in training mode, where the file keeps its batch norms apart: outputs in use are those of running statistics.
    [Fact]
    public void A_network_exported_for_training_is_trained_on()
    {
        GraphModule module = Import("resnet-training");
        Assert.Contains("layer2.0.bn1.weight", module.NamedParameters().Select(p => p.Name));
        Assert.Contains("layer2.0.bn1.running_mean", module.NamedBuffers().Select(p => p.Name));

        // A batch of 16 is learned by heart.
        module.Train();
        Tensor x = Sample.Normal([16, 3, 8, 8]);
        int[] labels = [.. Enumerable.Range(0, 16).Select(i => i % 5)];
        Adam optimizer = new(module, 0.01f);
        float[] measured = Buffer("stem.1.running_mean");
        List<float> losses = [];
        for (int step = 0; step < 40; step++)
        {
            using Tape tape = Tape.Start();
            Tensor loss = Loss.CrossEntropy(module.Forward(x), labels);
            losses.Add(loss.ToScalar());
            tape.Backward(loss);
            optimizer.Step();
        }
        Assert.True(losses[^1] < 0.3 * losses[0], $"the loss went from {losses[0]} to {losses[^1]}");
        Assert.NotEqual(measured, Buffer("stem.1.running_mean"));

        // In use every image is itself alone.
        module.Eval();
        Tensor together = module.Forward(x);
        Assert.Equal(together.Values[..5], module.Forward(Ops.Slice(x, 0, 0, 1)).Values);

        float[] Buffer(string name) => module.NamedBuffers().Single(p => p.Name == name).Value.Values.ToArray();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Batch_norms_keep_their_statistics_where_their_layer_is_frozen_or_in_use(bool isFrozen)
    {
        GraphModule module = Import("resnet-training");
        module.Train();
        if (isFrozen)
            module.FreezeLayers("layer2");
        else
            foreach ((_, Module layer) in module.NamedModules().Where(m => m.Name.StartsWith("layer2", StringComparison.Ordinal)))
                layer.Eval();
        Module copy = module.Clone();
        foreach (Module network in new[] { module, copy })
        {
            Dictionary<string, float[]> before = network.NamedBuffers().ToDictionary(b => b.Name, b => b.Value.Values.ToArray());
            using (Tape tape = Tape.Start())
                tape.Backward(Ops.Sum(Ops.Square(network.Forward(Sample.Normal([4, 3, 8, 8])))));
            Assert.All(network.NamedBuffers(), buffer => Assert.Equal(
                buffer.Name.StartsWith("layer2", StringComparison.Ordinal), buffer.Value.Values.SequenceEqual(before[buffer.Name])));
        }
    }

    [Fact]
    public void A_step_that_cannot_take_its_input_is_named() => Assert.StartsWith(
        "Cannot run node '/1/Gemm' (Gemm): Linear: expected input of shape [*, 12], but got [2, 15].",
        Assert.Throws<ShapeException>(() => Import("mlp").Forward(new Tensor([2, 3, 5]))).Message);

    [Fact]
    public void A_name_that_is_a_level_of_another_becomes_one_of_its_own() => Assert.Equal(
        ["a", "a_b", "c.d", "c_d_e", "_x", "c"],
        GraphScope.Paths(["a", "a.b", "c.d", "c.d.e", ".x"]).Select(path => string.Join('.', path)).Append("c"));

    [Fact]
    public void The_page_lists_every_operator_that_is_known()
    {
        string page = Path.Combine(Repository.Root, "docs", "onnx.md"),
            list = string.Join(", ", OnnxImport.SupportedOperators.Select(op => $"`{op}`")) + ".";
        string[] lines = File.ReadAllLines(page);
        int line = Array.FindIndex(lines, l => l.Contains("Known are, of operator sets", StringComparison.Ordinal)) + 2;
        if (Environment.GetEnvironmentVariable("ELUCID_WRITE_DOCUMENTS") is not null)
        {
            lines[line] = list;
            File.WriteAllText(page, string.Join('\n', lines) + '\n');
        }
        Assert.Equal(list, lines[line]);
    }

    [Fact]
    public void An_operator_that_is_not_known_is_named_with_its_node() => Assert.StartsWith(
        "'model.onnx': node 'strange' (FFT) uses the operator FFT, which Elucid does not support. Supported: Abs, Add, ",
        Assert.Throws<ModelFormatException>(() => OnnxImport.Load(TinyModel.Of([TinyModel.Node("FFT", "x", "y", "strange")]))).Message);
}
