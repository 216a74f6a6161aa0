namespace Elucid.Tests.Tasks;

public sealed class NetworkRecipeTests
{
    public static TheoryData<string> Names => [.. NetworkKind.All.Where(kind => kind.ReadsNumbers).Select(kind => kind.Name)];

    static NetworkRecipe Of(string model) =>
        new() { Model = model, Hidden = NetworkKind.Find(model).DefaultHidden, Blocks = NetworkKind.Find(model).DefaultBlocks };

    // For the first of the tasks that its kind is for.
    static Module Build(NetworkRecipe recipe) =>
        recipe.BuildNetwork([1, 8, 8], 10, ActivationCatalog.Parse("elu"), new(0), NetworkKind.Find(recipe.Model).Tasks[0]);

    [Theory, MemberData(nameof(Names))]
    public void The_number_of_weights_found_without_building_is_no_more_than_there_are(string model)
    {
        NetworkRecipe recipe = Of(model);
        long counted = NetworkKind.Find(model).CountWeights(recipe, [1, 8, 8], 10);
        long real = Build(recipe).ParameterCount;
        Assert.InRange(counted, 0.8 * real, real);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("batch")]
    [InlineData("layer")]
    public void A_network_that_convolves_windows_has_a_step_for_each_of_the_horizon_and_can_be_copied(string norm)
    {
        NetworkRecipe recipe = Of("cnn") with { Hidden = [4, 6, 8], Norm = norm == "none" ? null : norm };
        Module network = recipe.BuildNetwork([12, 3], 5, ActivationCatalog.Parse("elu"), new(1), LearningTask.Forecast);
        Assert.Equal(new Shape(7, 5), network.OutputShape([7, 12, 3]));
        Assert.InRange(
            NetworkKind.Find("cnn").CountWeights(recipe, [12, 3], 5, LearningTask.Forecast), 0.8 * network.ParameterCount, network.ParameterCount);
        network.Eval();
        Tensor windows = new([2, 12, 3]);
        new RandomStream(2).FillGaussian(windows.Edit());
        Assert.Equal(network.Predict(windows).Values, network.Clone().Predict(windows).Values);
    }

    public static TheoryData<string> Readers => [.. NetworkKind.All.Where(kind => kind.ReadsTokens).Select(kind => kind.Name)];

    [Theory, MemberData(nameof(Readers))]
    public void A_network_of_tokens_does_not_see_what_fills_a_text_up(string model)
    {
        NetworkRecipe recipe = Of(model);
        Module network = recipe.BuildNetwork([6], 3, ActivationCatalog.Parse("elu"), new(1), vocabulary: 9);
        network.Eval();
        Assert.InRange(network.ParameterCount, NetworkKind.Find(model).CountWeights(recipe, [6], 3), int.MaxValue);
        float[] shorter = network.Predict(new Tensor([1, 4], [5, 2, 7, 0])).Values.ToArray();
        float[] longer = network.Predict(new Tensor([2, 6], [5, 2, 7, 0, 0, 0, 1, 1, 1, 1, 1, 1])).Values[..3].ToArray();
        Assert.Equal(shorter, longer, (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.NotEqual(shorter, network.Predict(new Tensor([1, 4], [5, 2, 8, 0])).Values.ToArray());
        Assert.Equal(new Shape(4, 3), network.OutputShape([4, 6]));
    }

    [Fact]
    public void Tokens_and_numbers_are_read_by_those_who_can()
    {
        Refused.With<ArgumentException>(
            "NetworkRecipe.Model = \"mlp\" reads numbers, not a column of prose: choose rnn or gru or lstm or transformer or mean.",
            () => new NetworkRecipe().BuildNetwork([6], 3, ActivationCatalog.Parse("elu"), new(1), vocabulary: 9));
        Refused.With<ArgumentException>(
            "NetworkRecipe.Model = \"mean\" reads a column of prose, not numbers: choose mlp or cnn or resnet or rnn or gru or lstm or transformer.",
            () => Of("mean").BuildNetwork([6], 3, ActivationCatalog.Parse("elu"), new(1)));
    }

    [Theory]
    [InlineData("cnn", new[] { 8 }, new[] { 1, 8, 8 },
        "NetworkRecipe.Hidden of NetworkRecipe.Model = \"cnn\" must be the channels of one to five stages and the units of the hidden layer, such "
            + "as 16,32,128, but got 8.")]
    [InlineData("cnn", new[] { 8, 8, 8, 8, 8 }, new[] { 1, 8, 8 },
        "NetworkRecipe.Model = \"cnn\" halves images 4 times, but those of 8 × 8 are too small for that. Give fewer stages in NetworkRecipe.Hidden.")]
    [InlineData("cnn", new[] { 8, 8, 8, 8 }, new[] { 7, 2 },
        "NetworkRecipe.Model = \"cnn\" halves windows 3 times, but one of 7 steps is too short for that. Give fewer stages in NetworkRecipe.Hidden, "
            + "or a longer window.")]
    [InlineData("cnn", new[] { 8, 8 }, new[] { 13 },
        "NetworkRecipe.Model = \"cnn\" learns from images of shape [channels, height, width], but the examples have shape [13]. Choose "
            + "mlp, rnn, gru, "
            + "lstm or transformer.")]
    [InlineData("resnet", new[] { 8 }, new[] { 13 },
        "NetworkRecipe.Model = \"resnet\" learns from images of shape [channels, height, width], but the examples have shape [13]. Choose mlp, rnn, "
            + "gru, lstm or transformer.")]
    [InlineData("transformer", new[] { 20 }, new[] { 13 },
        "NetworkRecipe.Hidden of NetworkRecipe.Model = \"transformer\" must be a multiple of 16, the width of a head, but got 20.")]
    public void Sizes_that_make_no_such_network_are_refused(string model, int[] hidden, int[] features, string sentence) =>
        Refused.With<ArgumentException>(
            sentence, () =>
                new NetworkRecipe { Model = model, Hidden = hidden, Blocks = 1 }.BuildNetwork(features, 3, ActivationCatalog.Parse("elu"), new(0)));

    [Theory]
    [InlineData("mean", LearningTask.Classification)]
    [InlineData("rnn", LearningTask.Classification)]
    [InlineData("gru", LearningTask.Regression)]
    [InlineData("lstm", LearningTask.Classification)]
    [InlineData("transformer", LearningTask.Classification)]
    [InlineData("gru", LearningTask.Text)]
    [InlineData("transformer", LearningTask.Text)]
    public void A_network_of_tokens_can_be_copied(string model, LearningTask task)
    {
        NetworkRecipe recipe = new() { Model = model, Hidden = model == "mean" ? [8, 8] : [16], Blocks = model == "transformer" ? 1 : 0 };
        Module network = recipe.BuildNetwork([6], task == LearningTask.Text ? 9 : 3, ActivationCatalog.Parse("elu"), new(0), task, 9);
        Tensor tokens = new([2, 6], [1, 2, 3, 8, 5, 1, 4, 7, 2, 0, 0, 0]);
        Assert.Equal(network.Predict(tokens).Values.ToArray(), network.Clone().Predict(tokens).Values.ToArray());
    }

    [Fact]
    public void A_setting_out_of_range_is_refused_by_its_name()
    {
        Refused.With<ArgumentException>(
            "NetworkRecipe.Model must be one of mlp, cnn, resnet, rnn, gru, lstm, transformer, mean, grid, vae, gan, but got 'cn'. Did you mean "
                + "'cnn'?", () =>
                new NetworkRecipe { Model = "cn" }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Init must be one of he, glorot, lecun, unit, auto, but got 'xavier'.", () =>
                new NetworkRecipe { Init = "xavier" }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Hidden must be positive numbers of units such as 128,128, but got 8,0.", () =>
                new NetworkRecipe { Hidden = [8, 0] }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Dropout must be at least 0 and below 1, but got 1.", () => new NetworkRecipe { Dropout = 1 }.Check());
        Refused.With<ArgumentException>(
            "NetworkRecipe.Blocks must be a positive number, but got 0.", () => new NetworkRecipe { Model = "resnet" }.Check());
    }

    public static TheoryData<string, string> Norms =>
        [.. from kind in NetworkKind.All where kind.ReadsNumbers from norm in kind.Norms select (kind.Name, norm)];

    [Theory, MemberData(nameof(Norms))]
    public void A_network_has_the_norms_that_are_asked_for(string model, string norm)
    {
        Module network = Build(Of(model) with { Norm = norm });
        int batch = network.NamedModules().Count(m => m.Module is BatchNorm),
            layer = network.NamedModules().Count(m => m.Module is LayerNorm or GroupNorm { Groups: 1 });
        Assert.Equal((norm == "batch", norm == "layer"), (batch > 0, layer > 0));
        Assert.Equal(network.OutputShape([3, 1, 8, 8]), network.Forward(new Tensor([3, 1, 8, 8])).Shape);
        Assert.InRange(network.ParameterCount, NetworkKind.Find(model).CountWeights(Of(model), [1, 8, 8], 10), int.MaxValue);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_network_that_is_asked_for_nothing_has_the_first_of_its_norms(string model)
    {
        NetworkRecipe recipe = Of(model), named = recipe with { Norm = NetworkKind.Find(model).Norms[0] };
        Assert.Equal(Summary.Of(Build(recipe), [2, 1, 8, 8]).ToString(), Summary.Of(Build(named), [2, 1, 8, 8]).ToString());
        Assert.Equal(
            Build(recipe).NamedParameters().SelectMany(p => p.Value.Values.ToArray()),
            Build(named).NamedParameters().SelectMany(p => p.Value.Values.ToArray()));
    }

    [Fact]
    public void A_norm_stands_before_the_activation_and_behind_a_recurrent_layer()
    {
        string[] Kinds(string model, string norm) =>
            [.. (Of(model) with { Norm = norm, Hidden = [4, 4] }).BuildNetwork([1, 8, 8], 3, ActivationCatalog.Parse("elu"), new(0)).NamedModules()
                .Skip(1)
                .Select(m => m.Module.GetType().Name)];
        Assert.Equal(
            ["Flatten", "Linear", "BatchNorm1d", "ActivationLayer", "Linear", "BatchNorm1d", "ActivationLayer", "Linear"], Kinds("mlp", "batch"));
        Assert.Equal(["ToSequence", "Gru", "LayerNorm", "Gru", "LayerNorm", "LastStep", "Linear"], Kinds("gru", "layer"));
        Assert.Equal(
            ["Conv2d", "GroupNorm", "ActivationLayer", "Conv2d", "GroupNorm", "ActivationLayer", "MaxPool2d", "Flatten", "Linear", "LayerNorm",
                "ActivationLayer", "Linear"], Kinds("cnn", "layer"));
    }

    [Fact]
    public void Every_hidden_size_of_a_recurrent_network_is_a_layer() => Assert.All((string[])["rnn", "gru", "lstm"], model => Assert.Equal(
        ["5 → 6", "6 → 4"], (Of(model) with { Hidden = [6, 4] }).BuildNetwork([7, 5], 3, ActivationCatalog.Parse("elu"), new(0)).NamedModules()
            .Select(m => m.Module).OfType<Recurrent>().Select(layer => $"{layer.InputSize} → {layer.HiddenSize}")));

    [Theory]
    [InlineData("mlp", "bach", "NetworkRecipe.Norm must be one of none, batch, layer, but got 'bach'. Did you mean 'batch'?")]
    [InlineData("rnn", "batch",
        "NetworkRecipe.Norm of NetworkRecipe.Model = \"rnn\" must be none or layer, but got batch: a norm stands behind each recurrent layer, over "
            + "the units of each step.")]
    [InlineData("transformer", "none",
        "NetworkRecipe.Norm of NetworkRecipe.Model = \"transformer\" must be layer, but got none: its layer norms stand before attention and "
            + "hidden layer of each block, and after the last one.")]
    public void A_norm_that_a_network_cannot_have_is_refused(string model, string norm, string sentence)
    {
        NetworkRecipe recipe = Of(model) with { Norm = norm };
        Refused.With<ArgumentException>(sentence, recipe.Check);
        Refused.With<ArgumentException>(sentence, () => recipe.BuildNetwork([1, 8, 8], 3, ActivationCatalog.Parse("elu"), new(0)));
    }
}
