namespace Elucid.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void Accuracy_and_loss_of_a_classifier()
    {
        // The network passes its inputs on: they are the logits.
        Dataset data = new("logits", [2, 0, 0, 0, 1, 3, 1, 1, 1], [3], [0, 1, 0], ["a", "b", "c"]);
        Evaluation evaluation = Evaluation.Of(PassOn(3), data);
        double[] losses = [Math.Log(Math.Exp(2) + 2) - 2, Math.Log(1 + Math.E + Math.Exp(3)) - 1, Math.Log(3)];
        Assert.Equal(losses.Average(), evaluation.Loss, 1e-6);
        Assert.Equal(2.0 / 3, evaluation.Accuracy);                             // of equal outputs the first counts
        Assert.Null(evaluation.Rmse);
        Assert.Null(evaluation.R2);
    }

    [Fact]
    public void Errors_of_a_regressor()
    {
        Dataset data = new("values", [1, 2, 3, 4], [1], [1f, 3, 3, 5], ["y"]);
        Evaluation evaluation = Evaluation.Of(PassOn(1), data);
        Assert.Equal(0.5, evaluation.Loss);
        Assert.Equal(Math.Sqrt(0.5), evaluation.Rmse);
        Assert.Equal(1 - 2.0 / 8, evaluation.R2!.Value, 1e-12);
        Assert.Null(evaluation.Accuracy);
    }

    [Fact]
    public void R2_keeps_its_digits_where_targets_are_large_beside_their_spread()
    {
        Dataset data = new("large", [10_000_001, 10_000_002, 10_000_003], [1], [10_000_000f, 10_000_002, 10_000_004], ["y"]);
        Assert.Equal(1 - 2.0 / 8, Evaluation.Of(PassOn(1), data).R2!.Value, 1e-12);
    }

    [Fact]
    public void R2_is_undefined_where_targets_do_not_differ_or_outputs_are_not_finite()
    {
        float[] thirds = Enumerable.Repeat(0.1f, 1001).ToArray();
        Assert.Null(Evaluation.Of(PassOn(1), new("equal", thirds, [1], thirds, ["y"])).R2);
        Assert.Null(Evaluation.Of(PassOn(2), new("one row", [1, 2], [2], [1f, 1], ["y", "z"])).R2);
        Assert.Null(Evaluation.Of(PassOn(1), new("one", [3], [1], [4f], ["y"])).R2);
        Linear blownUp = PassOn(1);
        blownUp.Weight[0, 0] = float.NaN;
        Assert.Null(Evaluation.Of(blownUp, new("differ", [1, 2], [1], [1f, 2], ["y"])).R2);
        Assert.Null(new Evaluation(1, Rmse: 1, R2: double.NegativeInfinity).R2);
    }

    [Fact]
    public void A_network_that_has_blown_up_gets_no_credit()
    {
        Linear model = PassOn(3);
        model.Weight.Edit().Fill(float.NaN);
        Dataset data = new("logits", [2, 0, 0, 1, 0, 0], [3], [0, 0], ["a", "b", "c"]);
        Assert.Equal(0, Evaluation.Of(model, data).Accuracy);
        Assert.True(double.IsNaN(Evaluation.Of(model, data).Loss));
    }

    [Fact]
    public void Many_rows_are_evaluated_in_pieces_and_in_use()
    {
        Dataset data = Blobs.Classes(1300, 1);
        Sequential model = Blobs.Model(outputs: 3, dropout: 0.5);
        Tensor outputs = Evaluation.Outputs(model, data);
        Assert.Equal([1300, 3], outputs.Shape);
        Assert.True(model.IsTraining);
        Assert.Equal(Evaluation.Of(model, data), Evaluation.Of(model, data));

        model.Eval();
        Assert.Equal(outputs.Values, model.Forward(new Tensor([1300, 4], data.Features)).Values);
        Evaluation.Of(model, data);
        Assert.False(model.IsTraining);
    }

    [Fact]
    public void A_failure_leaves_the_network_in_training()
    {
        Sequential model = Blobs.Model(outputs: 3);
        Dataset wide = new("wide", new float[10], [5], new int[2], ["a", "b", "c"]);
        Assert.Throws<ShapeException>(() => Evaluation.Of(model, wide));
        Assert.True(model.IsTraining);
        Assert.Throws<ShapeException>(() => Evaluation.Outputs(model, wide));
        Assert.True(model.IsTraining);
    }

    static Linear PassOn(int features)
    {
        Linear model = new(features, features, new RandomStream(1), bias: false);
        model.Weight.Edit().Clear();
        for (int i = 0; i < features; i++)
            model.Weight[i, i] = 1;
        return model;
    }
}
