using CsCheck;
using Elucid.Tests.Autograd;

namespace Elucid.Tests.Training;

/// <summary>Classes and quantities that are learned at once.</summary>
public sealed class SeveralObjectiveTests
{
    static readonly TargetInfo[] Targets = [new("size"), new("kind", ["a", "b", "c"]), new("weight")];

    static Dataset Data(params float[] answers) => new("rows", new float[answers.Length / 3 * 2], [2], answers, Targets);

    static readonly Dataset Rows = Data(0.5f, 2, -1, float.NaN, 0, 2, 1, float.NaN, float.NaN, -2, 1, 0.25f);

    [Fact]
    public void The_loss_is_the_sum_of_those_of_the_targets_over_the_rows_that_have_them()
    {
        Tensor outputs = Grid.Tensor([4, 5], seed: 1).Keep();
        int[] rows = [0, 1, 2, 3];
        double size = 0, weight = 0;
        foreach (int row in (int[])[0, 2, 3])
            size += Math.Pow(outputs[row, 0] - Rows.Targets[3 * row], 2) / 4;
        foreach (int row in (int[])[0, 1, 3])
            weight += Math.Pow(outputs[row, 4] - Rows.Targets[3 * row + 2], 2) / 4;
        Tensor logits = new([3, 3], [.. outputs.Values[1..4], .. outputs.Values[6..9], .. outputs.Values[16..19]]);
        double kind = 0.75 * Loss.CrossEntropy(logits, new[] { 2, 0, 1 }).ToScalar();
        Assert.Equal(size, TargetLosses.Of(outputs, Rows, rows, 0).ToScalar(), 1e-6);
        Assert.Equal(kind, TargetLosses.Of(outputs, Rows, rows, 1).ToScalar(), 1e-6);
        Assert.Equal(size + kind + weight, TargetLosses.Of(outputs, Rows, rows).ToScalar(), 1e-6);
        Assert.Equal(size + kind + weight, Evaluation.FromOutputs(outputs.Values, Rows).Loss, 1e-6);
    }

    [Fact]
    public void Its_gradient_is_the_difference_quotient()
    {
        Tensor outputs = Grid.Tensor([4, 5], seed: 2);
        GradientCheck.Run(() => TargetLosses.Of(outputs, Rows, [0, 1, 2, 3]), outputs);
    }

    [Fact]
    public void Parts_of_a_batch_add_up_to_it()
    {
        Tensor outputs = Grid.Tensor([4, 5], seed: 3).Keep();
        Tensor Part(int first) => new([2, 5], outputs.Values.Slice(5 * first, 10));
        Assert.Equal(
            TargetLosses.Of(outputs, Rows, [0, 1, 2, 3]).ToScalar(),
            0.5f * (TargetLosses.Of(Part(0), Rows, [0, 1]).ToScalar() + TargetLosses.Of(Part(2), Rows, [2, 3]).ToScalar()), 1e-6);
    }

    [Fact]
    public void What_is_unknown_has_no_gradient_and_rows_without_any_answer_cost_nothing()
    {
        Tensor outputs = Grid.Tensor([2, 5], seed: 4);
        Dataset data = Data(float.NaN, float.NaN, float.NaN, 1, float.NaN, float.NaN);
        using Tape tape = Tape.Start();
        Tensor loss = TargetLosses.Of(outputs, data, [0, 1]);
        tape.Backward(loss);
        Assert.Equal(1, outputs.Gradient.ToArray().Count(slope => slope != 0));
        Assert.NotEqual(0, outputs.Gradient[5]);
        Assert.Equal(0, TargetLosses.Of(outputs.Keep(), data, [0, 0]).ToScalar());
    }

    // Two rows tell what stands in the place of an unknown answer: nothing.
    [Fact]
    public void A_network_learns_the_same_bits_whichever_way_an_answer_is_missing() => Gen.Int[1, 1_000_000].Sample(seed =>
    {
        float[] Weights(uint bits)
        {
            RandomStream random = new((ulong)seed);
            float[] features = new float[24], answers = new float[36];
            random.FillUniform(features);
            for (int i = 0; i < answers.Length; i++)
                answers[i] = i % 3 == 1 ? random.NextInt32(3) : random.NextGaussian();
            for (int i = 0; i < answers.Length; i += 5)
                answers[i] = BitConverter.UInt32BitsToSingle(bits);
            Dataset data = new("rows", features, [2], answers, Targets);
            Sequential model = Sequential.Mlp([2, 4, 5], Elucid.Activations.Elu(), new RandomStream(1));
            new Trainer(model, new Adam(model, 0.05), data, options: new TrainerOptions { Epochs = 2, BatchSize = 4 }).Fit();
            return [.. model.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];
        }
        Assert.Equal(Weights(0x7FC00000), Weights(0xFFC12345));
    }, iter: 10);

    [Fact]
    public void A_perfect_answer_explains_all_and_a_constant_one_nothing()
    {
        Dataset data = Data(0, 0, 1, 1, 1, 3, 2, 2, 5, 3, 0, 7);
        float[] perfect = new float[20], constant = new float[20];
        for (int row = 0; row < 4; row++)
        {
            perfect[5 * row] = data.Targets[3 * row];
            perfect[5 * row + 1 + (int)data.Targets[3 * row + 1]] = 50;
            perfect[5 * row + 4] = data.Targets[3 * row + 2];
            (constant[5 * row], constant[5 * row + 1], constant[5 * row + 4]) = (1.5f, MathF.Log(2), 4);
        }
        Evaluation best = Evaluation.FromOutputs(perfect, data), none = Evaluation.FromOutputs(constant, data);
        Assert.Equal((1.0, 1.0, 1.0), (best.Metrics["Explained"], best.Metrics["explained(kind)"], best.Metrics["accuracy(kind)"]));
        Assert.Equal(0, none.Metrics["Explained"], 1e-6);
        Assert.Equal(1, none.Metrics["remaining(kind)"], 1e-6);
        Assert.Equal(1, none.Metrics["remaining(weight)"], 1e-6);
        Assert.Equal("", best.Undefined);
        Dataset same = Data(1, 0, 1, 1, 0, 3);
        Evaluation undefined = Evaluation.FromOutputs(new float[10], same);
        Assert.Equal("explained(size): all targets are equal; explained(kind): all rows are of one class", undefined.Undefined);
        Assert.Equal((-4, -1), (undefined.Metrics["explained(weight)"], undefined.Metrics["Explained"]));
    }

    [Fact]
    public void The_cosine_of_the_gradients_is_1_for_one_target_twice_and_minus_1_for_its_negative()
    {
        RandomStream random = new(5);
        float[] features = new float[80];
        random.FillUniform(features);
        Sequential Model()
        {
            Sequential model = new(new Linear(2, 6, new RandomStream(7)), Elucid.Activations.Elu(), new Linear(6, 2, new RandomStream(8)));
            Span<float> last = ((Linear)model.Children[^1].Module).Weight.Edit();
            last[..6].CopyTo(last[6..]);                                  // both targets have one answer
            return model;
        }
        double CosineOf(float sign)
        {
            Sequential model = Model();
            float[] outputs = Evaluation.Outputs(model, Dataset(features, new float[80])).Values.ToArray();
            float[] answers = new float[80];
            for (int i = 0; i < 40; i++)
                (answers[2 * i], answers[2 * i + 1]) = (outputs[2 * i] + 1, outputs[2 * i + 1] + sign);
            return Objective.Several().Evaluate(model, Dataset(features, answers)).Metrics["cosine"];
        }
        Assert.Equal(1, CosineOf(1), 1e-5);
        Assert.Equal(-1, CosineOf(-1), 1e-5);

        static Dataset Dataset(float[] features, float[] answers) => new("pair", features, [2], answers, (TargetInfo[])[new("a"), new("b")]);
    }

    [Fact]
    public void Looking_at_gradients_changes_nothing_of_the_network()
    {
        Sequential model = Sequential.Mlp([2, 4, 5], Elucid.Activations.Elu(), new RandomStream(1));
        float[] before = [.. model.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];
        Evaluation judged = Objective.Several().Evaluate(model, Rows);
        Assert.Equal(
            ["cosine", "cosine(size, kind)", "cosine(size, weight)", "cosine(kind, weight)"],
            judged.Metrics.Keys.Where(name => name.StartsWith("cosine", StringComparison.Ordinal)));
        Assert.Equal(before, model.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray()));
        Assert.All(model.NamedParameters(), parameter => Assert.False(parameter.Value.HasGradient));
        string[] pairs = [.. judged.Metrics.Keys.Where(name => name.StartsWith("cosine(", StringComparison.Ordinal))];
        Assert.Equal(pairs.Average(name => judged.Metrics[name]), judged.Metrics["cosine"], 1e-9);
    }

    [Fact]
    public void Weights_of_the_losses_count_in_training_alone()
    {
        Sequential Fit(Objective objective)
        {
            Sequential model = Sequential.Mlp([2, 4, 5], Elucid.Activations.Elu(), new RandomStream(1));
            new Trainer(model, new Adam(model), Rows, options: new TrainerOptions { Epochs = 1, Objective = objective }).Fit();
            return model;
        }
        float[] Weights(Sequential model) => [.. model.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];
        Assert.Equal(Weights(Fit(Objective.Several())), Weights(Fit(Objective.Several([1, 1, 1]))));
        Assert.NotEqual(Weights(Fit(Objective.Several())), Weights(Fit(Objective.Several([1, 1, 0]))));
        Assert.Equal(Objective.Several().Evaluate(Fit(Objective.Several()), Rows).Loss, Objective.Several([5, 1, 1]).Evaluate(
            Fit(Objective.Several()), Rows).Loss);
        Assert.Equal(
            "Objective.Several: expected a weight for each target, 3 for data 'rows', but got 2.",
            Assert.Throws<ArgumentException>(() => Fit(Objective.Several([1, 1]))).Message);
    }

    // Half the loss of a quantity by its variance, and half the logarithm of that: least where the variance is what is left over.
    [Fact]
    public void Learned_weights_become_those_of_what_is_left_over()
    {
        RandomStream random = new(3);
        float[] features = new float[512], answers = new float[768];
        for (int row = 0; row < 256; row++)
        {
            features[2 * row] = random.NextGaussian();
            answers[3 * row] = 0.1f * random.NextGaussian();
            answers[3 * row + 1] = features[2 * row] > 0 ? 1 : 0;
            answers[3 * row + 2] = row % 4 == 0 ? 2 * random.NextGaussian() : float.NaN;
        }
        Dataset data = new("rows", features, [2], answers, Targets);
        Sequential model = Sequential.Mlp([2, 4, 5], Elucid.Activations.Elu(), new RandomStream(1));
        Trainer trainer = new(
            model, new Adam(model, 0.01), data,
            options: new TrainerOptions { Epochs = 120, Objective = Objective.SeveralByUncertainty() });
        EpochRecord last = trainer.Fit().Epochs[^1];
        Evaluation judged = Evaluation.Of(model, data);
        Assert.InRange(last.Metrics["weight(size)"] * 2 * judged.Metrics["loss(size)"], 0.5, 2);
        Assert.InRange(last.Metrics["weight(weight)"] * 2 * judged.Metrics["loss(weight)"], 0.5, 2);
        Assert.Same(model, trainer.Model);
    }

    [Fact]
    public void Learned_weights_need_a_trainer_and_one_worker()
    {
        Sequential model = Sequential.Mlp([2, 4, 5], Elucid.Activations.Elu(), new RandomStream(1));
        Assert.Equal(
            "This objective learns numbers of its own, which workers side by side would write at the same time: leave Workers at 1. (Parameter "
                + "'options')",
            Assert.Throws<ArgumentException>(() => new Trainer(
                model, new Adam(model), Rows, options: new TrainerOptions { Workers = 2, Objective = Objective.SeveralByUncertainty() })).Message);
        Assert.Equal(Objective.Several().Evaluate(model, Rows).Loss, Objective.SeveralByUncertainty().Evaluate(model, Rows).Loss);
        Assert.Equal(
            "Ensemble: expected the targets of networks that answer several, as their outputs are averaged by what they mean, but got none: pass "
                + "Dataset.SeveralTargets. (Parameter 'targets')",
            Assert.Throws<ArgumentException>(() => Ensemble.Average([model], LearningTask.Several)).Message);
    }

    [Fact]
    public void A_share_below_minus_1_counts_as_that_and_a_target_as_often_as_it_is_known()
    {
        float nan = float.NaN;
        Dataset data = Data(1, 0, 1, 2, 1, 3, 3, nan, nan, 4, nan, nan);
        float[] outputs = new float[20];
        for (int row = 0; row < 4; row++)
            (outputs[5 * row], outputs[5 * row + 4]) = (data.Targets[3 * row], 1000);
        Evaluation judged = Evaluation.FromOutputs(outputs, data);
        Assert.True(judged.Metrics["explained(weight)"] < -1000);
        Assert.Equal((4 * 1 + 2 * judged.Metrics["explained(kind)"] - 2) / 8, judged.Metrics["Explained"], 1e-12);
    }

    [Fact]
    public void Answers_that_are_none_are_refused()
    {
        Assert.Equal(
            "Dataset 'rows': expected labels of 'kind' from 0 to 2, or NaN where it is unknown, but row 0 has 3. Number the classes from 0 and name "
                + "each of them.", Assert.Throws<ArgumentException>(() => Data(1, 3, 1)).Message);
        Assert.Equal(
            $"Dataset 'rows': expected finite numbers of 'weight', or NaN where it is unknown, but row 0 has {float.PositiveInfinity}.",
            Assert.Throws<ArgumentException>(() => Data(1, 2, float.PositiveInfinity)).Message);
        Assert.Equal(
            "Dataset 'twice': expected a name of its own for each of several targets, but 'a' stands twice (capitals make no difference). Rename "
                + "one, or name it once.",
            Assert.Throws<ArgumentException>(() => new Dataset("twice", [1], [1], [1f, 2], (TargetInfo[])[new("a"), new("A")])).Message);
    }
}
