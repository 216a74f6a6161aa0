namespace Elucid.Tests.Tasks;

[AnyWidth]
public sealed class UnitRemovalTests
{
    public static TheoryData<string, string, LearningTask, int[], int[]> Networks => new()
    {
        { "mlp", "none", LearningTask.Classification, [7], [16, 12] },
        { "mlp", "batch", LearningTask.Regression, [1, 8, 8], [16, 12] },
        { "mlp", "none", LearningTask.Forecast, [6, 2], [16] },
        { "mlp", "batch", LearningTask.Reconstruct, [20], [16, 12] },
        { "mlp", "none", LearningTask.Control, [4], [16, 12] },
        { "cnn", "none", LearningTask.Classification, [3, 8, 8], [8, 6, 12] },
        { "cnn", "batch", LearningTask.Classification, [1, 9, 8], [8, 12] },
        { "cnn", "batch", LearningTask.Forecast, [8, 2], [8, 6, 12] },
        { "resnet", "none", LearningTask.Classification, [3, 8, 8], [4, 6] },
        { "resnet", "batch", LearningTask.Regression, [1, 8, 8], [4, 6] },
        { "grid", "none", LearningTask.Detect, [1, 16, 16], [8, 6] },
        { "grid", "batch", LearningTask.Detect, [3, 16, 16], [8, 6] },
    };

    static ModelFile FileOf(string kind, string norm, LearningTask task, int[] shape, int[] hidden, string activation = "elu") => new()
    {
        Recipe = new()
        {
            Model = kind,
            Hidden = hidden,
            Norm = norm,
            Blocks = 2,
            Dropout = kind is "grid" or "resnet" || task == LearningTask.Control ? 0 : 0.1,
        },
        Activation = activation,
        FeatureShape = shape,
        OutputNames = [.. Enumerable.Range(0, task == LearningTask.Reconstruct ? new Shape(shape).Size : 3).Select(i => $"{i}")],
        Task = task,
        Data = "noise",
    };

    static Module Build(ModelFile file)
    {
        Module network = file.Recipe.BuildNetwork(
            [.. file.FeatureShape], file.OutputNames.Count, ActivationCatalog.Parse(file.Activation), new RandomStream(3), file.Task);
        // Trained ones have biases, and norms that are no longer those of the beginning.
        RandomStream random = new(4);
        foreach ((string name, Tensor value) in network.NamedState().Where(one => one.Value.Shape.Rank == 1))
            random.FillUniform(value.Edit(), name.EndsWith("var", StringComparison.Ordinal) ? 0.5f : -0.3f, 1.2f);
        network.Eval();
        return network;
    }

    static Tensor Noise(ModelFile file, int rows = 5)
    {
        Tensor x = new([rows, .. file.FeatureShape]);
        new RandomStream(5).FillGaussian(x.Edit());
        return x;
    }

    [Theory, MemberData(nameof(Networks))]
    public void Units_that_were_held_at_0_leave_no_trace(string kind, string norm, LearningTask task, int[] shape, int[] hidden)
    {
        ModelFile file = FileOf(kind, norm, task, shape, hidden);
        Module network = Build(file);
        PruningMask.Units(network, 0.5, Hidden(network));
        if (norm == "batch")
            AtRest(network);
        (ModelFile smaller, Module narrow) = file.RemoveUnits(network, 0.5);

        Assert.Equal(hidden.Select(units => units / 2), smaller.Recipe.Inner ?? smaller.Recipe.Hidden);
        Assert.True(narrow.ParameterCount < network.ParameterCount);
        AssertNear(network.Predict(Noise(file)), narrow.Predict(Noise(file)));
    }

    // What has an activation behind it: neither answers nor a code. In a norm's sums a unit without weights is 0, and so is what pads images.
    static Func<string, bool> Hidden(Module network)
    {
        string[] hidden = [.. network.NamedModules().Zip(network.NamedModules().Skip(1))
            .Where(pair => pair.First.Module is Linear or Conv && pair.Second.Module is BatchNorm or ActivationLayer { Activation.Name: "elu" })
            .Where(pair => !network.NamedModules().Any(m => m.Module is Residual) || pair.First.Name.EndsWith("inner.0", StringComparison.Ordinal))
            .Select(pair => $"{pair.First.Name}.weight")];
        return hidden.Contains;
    }

    // As a norm's statistics are after some steps with units that are held at 0, and with nothing that they would put out.
    static void AtRest(Module network)
    {
        Module[] all = [.. network.NamedModules().Select(m => m.Module)];
        foreach ((Module product, Module next) in all.Zip(all.Skip(1)))
            if (next is BatchNorm norm)
                for (int unit = 0; unit < norm.Channels; unit++)
                {
                    Tensor weight = product is Linear linear ? linear.Weight : ((Conv)product).Weight;
                    int run = weight.Shape.Size / norm.Channels;
                    if (weight.Values.Slice(unit * run, run).ContainsAnyExcept(0f))
                        continue;
                    norm.RunningMean.Edit()[unit] = 0;
                    if (product is Conv)
                        norm.Bias!.Edit()[unit] = 0;
                }
    }

    [Fact]
    public void What_a_norm_makes_of_a_unit_at_rest_goes_into_the_next_biases()
    {
        ModelFile file = FileOf("mlp", "batch", LearningTask.Classification, [7], [4]);
        Module network = Build(file);
        Linear hidden = network.NamedModules().Select(m => m.Module).OfType<Linear>().First();
        hidden.Weight.Edit().Slice(7, 7).Clear();
        AssertNear(network.Predict(Noise(file)), file.RemoveUnits(network, 0.25).Network.Predict(Noise(file)));
    }

    [Theory]
    [InlineData("mlp", "layer")]
    [InlineData("cnn", "layer")]
    public void Units_whose_outputs_nobody_reads_leave_no_trace_without_a_norm_and_the_others_stay(string kind, string norm)
    {
        foreach (string behind in new[] { "none", "batch", norm })
        {
            ModelFile file = FileOf(kind, behind, LearningTask.Classification, kind == "mlp" ? [7] : [1, 8, 8], kind == "mlp" ? [16] : [8, 12]);
            Module network = Build(file);
            Linear output = network.NamedModules().Select(m => m.Module).OfType<Linear>().Last();
            Span<float> weights = output.Weight.Edit();
            int half = output.InFeatures / 2;
            for (int row = 0; row < output.OutFeatures; row++)
                weights.Slice(row * output.InFeatures, half).Clear();
            (ModelFile smaller, Module narrow) = file.RemoveUnits(network, 0.5);
            Linear left = narrow.NamedModules().Select(m => m.Module).OfType<Linear>().Last();
            Assert.Equal(output.Weight.Values[half..output.InFeatures], left.Weight.Values[..half]);
            if (behind != norm && kind == "mlp")
                AssertNear(network.Predict(Noise(file)), narrow.Predict(Noise(file)));
            Assert.Equal(file.Recipe.Hidden.Select(units => units / 2), smaller.Recipe.Hidden);
        }
    }

    [Fact]
    public void A_layer_whose_units_become_places_of_channels_loses_whole_channels()
    {
        ModelFile file = FileOf("cnn", "none", LearningTask.Reconstruct, [1, 7, 10], [4, 6, 12]);
        Module network = Build(file);
        Linear flat = network.NamedModules().Select(m => m.Module).OfType<Linear>().Last();
        string name = network.NamedParameters().First(p => p.Value == flat.Weight).Name;
        PruningMask.Units(network, 0.5, parameter => parameter != name && Hidden(network)(parameter));
        int half = flat.OutFeatures / 2;
        flat.Weight.Edit()[..(half * flat.InFeatures)].Clear();
        flat.Bias!.Edit()[..half].Clear();
        (ModelFile smaller, Module narrow) = file.RemoveUnits(network, 0.5);
        Assert.Equal([2, 3, 6], smaller.Recipe.Hidden);
        AssertNear(network.Predict(Noise(file)), narrow.Predict(Noise(file)));
    }

    [Theory]
    [InlineData("mlp", new[] { 7 }, new[] { 16 })]
    [InlineData("cnn", new[] { 1, 8, 8 }, new[] { 8, 12 })]
    public void Parameters_that_a_unit_learned_leave_with_it(string kind, int[] shape, int[] hidden)
    {
        ModelFile file = FileOf(kind, "none", LearningTask.Classification, shape, hidden, "prelu");
        Module network = Build(file);
        PruningMask.Units(network, 0.5);
        AssertNear(network.Predict(Noise(file)), file.RemoveUnits(network, 0.5).Network.Predict(Noise(file)));
    }

    [Fact]
    public void Every_member_of_a_committee_loses_its_own_units_and_the_file_reads_back()
    {
        ModelFile file = FileOf("mlp", "none", LearningTask.Classification, [7], [16]) with { Committee = new(3) };
        Module network = file.Committee.Join([.. Enumerable.Range(0, 3).Select(_ => Build(file))], file.Task);
        (ModelFile smaller, Module narrow) = file.RemoveUnits(network, 0.75);
        using MemoryStream stream = new();
        smaller.Save(narrow, stream);
        (ModelFile read, Module loaded) = ModelFile.Load(new MemoryStream(stream.ToArray()));
        Assert.Equal([4], read.Recipe.Hidden);
        Assert.Equal(narrow.Predict(Noise(file)).Values, loaded.Predict(Noise(file)).Values);
    }

    [Fact]
    public void At_least_one_unit_stays_and_none_leaves_for_nothing()
    {
        ModelFile file = FileOf("mlp", "none", LearningTask.Classification, [7], [3, 2]);
        Module network = Build(file);
        Assert.Equal([1, 1], file.RemoveUnits(network, 0.99).File.Recipe.Hidden);
        Assert.Equal(network.Predict(Noise(file)).Values, file.RemoveUnits(network, 0).Network.Predict(Noise(file)).Values);
        Assert.Equal([71], FileOf("mlp", "none", LearningTask.Classification, [7], [100]).RemoveUnits(Build(
            FileOf("mlp", "none", LearningTask.Classification, [7], [100])), 0.29).File.Recipe.Hidden);
    }

    [Fact]
    public void Where_units_hang_together_a_sentence_says_what_to_do()
    {
        ModelFile file = FileOf("mlp", "none", LearningTask.Classification, [7], [3]) with { Recipe = new() { Model = "gru", Hidden = [3] } };
        Assert.Equal(
            "ModelFile.RemoveUnits is for networks of the kinds mlp, cnn, resnet, grid, and the units of gru hang together: remove single weights "
                + "with PruningMask.Weights.",
            Assert.Throws<NotSupportedException>(() => file.RemoveUnits(new Flatten(), 0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.RemoveUnits(new Flatten(), 1));
    }

    static void AssertNear(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        for (int i = 0; i < expected.Shape.Size; i++)
            Assert.Equal(expected.Values[i], actual.Values[i], 2e-5f * (1 + MathF.Abs(expected.Values[i])));
    }
}
