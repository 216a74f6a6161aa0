namespace Elucid.Tests.Training;

public sealed class HelpersTests
{
    static Dataset Plane() => new(
        "plane", [.. Enumerable.Range(0, 200).SelectMany(i => new float[] { i % 20 / 10f - 1, i / 20 / 5f - 1, i * 7 % 11 })], [3],
        [.. Enumerable.Range(0, 200).Select(i => 2 * (i % 20 / 10f - 1) - 0.5f * (i / 20 / 5f - 1))], ["y"])
    {
        FeatureNames = ["x", "z", "noise"],
    };

    static Linear True()
    {
        Linear model = new(3, 1, new RandomStream(1));
        ((ReadOnlySpan<float>)[2, -0.5f, 0]).CopyTo(model.Weight.Edit());
        model.Bias!.Edit()[0] = 0;
        return model;
    }

    [Fact]
    public void The_loss_falls_fastest_well_below_where_it_explodes_and_nothing_is_changed()
    {
        Dataset data = Plane();
        Linear model = new(3, 1, new RandomStream(2));
        Sgd optimizer = new(model, 0.1f);
        float[] before = model.Weight.Values.ToArray();
        DataLoader loader = new(data, 200);
        LearningRateCurve curve = LearningRateFinder.Run(
            model, optimizer, _ => Loss.MeanSquaredError(model.Forward(loader[0].Features()), loader[0].Targets()), lowest: 1e-5, highest: 100);
        Assert.Equal(before, model.Weight.Values.ToArray());
        Assert.Equal((0, 0.1f), (optimizer.StepCount, optimizer.LearningRate));
        Assert.InRange(curve.Points.Count, 20, 99);
        Assert.InRange(curve.Suggestion, 1e-4, 0.1);
        Assert.Equal(1e-5, curve.Points[0].LearningRate, 1e-12);
        Assert.True(double.IsNaN(new LearningRateCurve([]).Suggestion));
    }

    [Fact]
    public void Each_fold_is_judged_by_a_network_that_has_not_seen_it()
    {
        List<int> sizes = [];
        CrossValidation result = CrossValidation.Run(
            split =>
            {
                sizes.Add(split.Train.Count);
                return True();
            },
            Plane(), Splitter.KFold(5, new RandomStream(1)));
        Assert.Equal([160, 160, 160, 160, 160], sizes);
        Assert.Equal(5, result.Folds.Count);
        Assert.InRange(result.Mean(fold => fold.Rmse)!.Value, 0, 1e-6);
        CrossValidation two = new([new(0, Accuracy: 0.5), new(0, Accuracy: 0.7), new(0)]);
        Assert.Equal(0.6, two.Mean(e => e.Accuracy)!.Value, 1e-12);
        Assert.Equal(0.141421356237, two.Deviation(e => e.Accuracy)!.Value, 1e-11);
        Assert.Null(two.Mean(e => e.R2));
        Assert.Null(new CrossValidation([new(0, Accuracy: 1)]).Deviation(e => e.Accuracy));
    }

    // Dealt among the rows, a column of variance v and weight w adds 2·w²·v to the squared error on average.
    [Fact]
    public void A_feature_is_as_important_as_what_it_tells()
    {
        IReadOnlyList<PermutationImportance> features = PermutationImportance.Of(True(), Plane(), new RandomStream(1), repeats: 20);
        Assert.Equal(["x", "z", "noise"], features.Select(f => f.Name));
        Assert.InRange(features[0].Mean, 2.3, 3.0);
        Assert.InRange(features[1].Mean, 0.13, 0.2);
        Assert.Equal((0, 0), (features[2].Mean, features[2].Deviation));
        Assert.True(features[0].Deviation > 0);
    }

    [Fact]
    public void Pruned_weights_stay_0_through_training()
    {
        RandomStream random = new(1);
        Sequential model = new(new Linear(64, 32, random), new Linear(32, 10, random));
        PruningMask mask = PruningMask.Weights(model, 0.75);
        Assert.Equal((1776, 0.75), (mask.Count, Math.Round(mask.Sparsity * model.ParameterCount / (64 * 32 + 32 * 10), 3)));
        bool[] isZero = Zeros();
        Assert.Equal(1776 + 42, isZero.Count(zero => zero));                   // and the biases, which begin at 0
        Adam optimizer = new(model);
        DataLoader loader = new(Digits.Load(), 32, random);
        for (int i = 0; i < 5; i++)
        {
            using Tape tape = Tape.Start();
            tape.Backward(Loss.CrossEntropy(model.Forward(Ops.Reshape(loader[i].Features(), -1, 64)), loader[i].Labels));
            optimizer.Step();
            mask.Apply();
        }
        Assert.Equal(1776, Zeros().Count(zero => zero));
        Assert.All(Zeros().Zip(isZero), pair => Assert.True(!pair.First || pair.Second));

        bool[] Zeros() => [.. model.NamedParameters().SelectMany(p => p.Value.Values.ToArray().Select(w => w == 0))];
    }

    [Fact]
    public void Whole_units_are_pruned_with_their_biases_but_not_the_answers()
    {
        Linear hidden = new(2, 4, new RandomStream(1)), output = new(4, 2, new RandomStream(1));
        ((ReadOnlySpan<float>)[3, 4, 0.1f, 0.1f, 1, 1, 0, 2]).CopyTo(hidden.Weight.Edit());
        hidden.Bias!.Edit().Fill(7);
        PruningMask mask = PruningMask.Units(new Sequential(hidden, output), 0.5);
        Assert.Equal([3, 4, 0, 0, 0, 0, 0, 2], hidden.Weight.Values);
        Assert.Equal([7, 0, 0, 7], hidden.Bias.Values);
        Assert.DoesNotContain(0, output.Weight.Values.ToArray());
        Assert.Equal(6, mask.Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => PruningMask.Units(output, 1));
    }
}
