using Elucid.Tests.Autograd;

namespace Elucid.Tests.Training;

public sealed class ObjectiveTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void One_of_ones_own_is_a_loss_that_trains_and_judges()
    {
        // The pinball loss of the quantile 0.9, (0.9 − [e < 0])·e of the error e = target − prediction.
        Objective quantile = Objective.Of((model, batch) =>
        {
            Tensor error = batch.Targets - model.Forward(batch.X);
            return Ops.Mean(0.9f * error + Ops.Apply(default(Relu), -1 * error));
        });
        Linear network = new(1, 1, new RandomStream(1));
        float[] x = [.. Enumerable.Range(0, 200).Select(i => i / 100f - 1)], noise = new float[200];
        new RandomStream(2).FillUniform(noise);
        Dataset data = new("noise", x, [1], noise, ["y"]);
        TrainerOptions options = new() { Epochs = 60, Objective = quantile };
        History history = new Trainer(network, new Adam(network, 0.02), data, data, options).Fit();
        float[] predicted = Evaluation.Outputs(network, data).Values.ToArray();
        Assert.InRange(noise.Zip(predicted).Count(p => p.First < p.Second), 165, 195);
        Assert.Equal(history.Epochs[^1].Validation!.Loss, quantile.Evaluate(network, data).Loss);
        Assert.True(history.Epochs[^1].Validation!.Loss < history.Epochs[0].Validation!.Loss);
        Assert.Null(history.Epochs[^1].Validation!.R2);
    }

    [Fact]
    public void The_objective_of_the_task_is_the_default_and_gives_its_bits()
    {
        float[][] Fit(Dataset data, Objective? objective)
        {
            Sequential model = Blobs.Model(data.OutputCount);
            new Trainer(model, new Adam(model), data, options: new TrainerOptions { Epochs = 2, Objective = objective }).Fit();
            return Blobs.Weights(model);
        }
        Dataset classes = Blobs.Classes(60, 1), targets = Blobs.Targets(60, 1);
        Assert.Equal(Fit(classes, null), Fit(classes, Objective.Classification()));
        Assert.Equal(Fit(classes, null), Fit(classes, Objective.Of((model, batch) => Loss.CrossEntropy(model.Forward(batch.X), batch.Labels))));
        Assert.Equal(Fit(targets, null), Fit(targets, Objective.Regression()));
    }

    [Fact]
    public void A_weight_of_two_is_a_row_that_stands_twice()
    {
        Tensor logits = Grid.Tensor([3, 4], seed: 1).Keep(), twice = new([4, 4], [.. logits.Values, .. logits.Values[8..]]);
        int[] labels = [0, 3, 2];
        Tensor weights = new([3], [1, 1, 2]);
        foreach ((float smoothing, float focus) in new[] { (0f, 0f), (0.1f, 0f), (0f, 2f), (0f, 0.5f) })
            Assert.Equal(
                Loss.WeightedCrossEntropy(twice, new[] { 0, 3, 2, 2 }, new([4], [1, 1, 1, 1]), smoothing, focus).ToScalar(),
                Loss.WeightedCrossEntropy(logits, labels, weights, smoothing, focus).ToScalar(), 1e-6);
        Assert.Equal(
            Loss.CrossEntropy(logits, labels, 0.1f).ToScalar(), Loss.WeightedCrossEntropy(logits, labels, new([3], [1, 1, 1]), 0.1f).ToScalar(),
            1e-6);
        Assert.Equal(0, Loss.WeightedCrossEntropy(logits, labels, new([3])).ToScalar());
    }

    [Theory, InlineData(0, 0), InlineData(0.2, 0), InlineData(0, 2), InlineData(0, 0.5)]
    public void The_weighted_loss_has_the_gradient_of_its_difference_quotient(double smoothing, double focus)
    {
        Tensor logits = new([3, 4], Grid.Tensor([3, 4], seed: 2).Values, requiresGradient: true), weights = new([3], [1, 0.5f, 2]);
        Tensor Of() => Loss.WeightedCrossEntropy(logits, new[] { 1, 0, 3 }, weights, (float)smoothing, (float)focus);
        using (Tape tape = Tape.Start())
            tape.Backward(Of());
        float[] gradient = logits.Gradient.ToArray();
        for (int i = 0; i < gradient.Length; i++)
        {
            float z = logits.Values[i], h = 1e-2f;
            logits.Edit()[i] = z + h;
            double above = Of().ToScalar();
            logits.Edit()[i] = z - h;
            double below = Of().ToScalar();
            logits.Edit()[i] = z;
            Assert.Equal((above - below) / (2 * h), gradient[i], 2e-4);
        }
    }

    [Fact]
    public void A_focus_counts_what_is_sure_less_and_is_finite_where_it_is_certain()
    {
        Tensor logits = new([2, 2], [0, 0, 200, 0], requiresGradient: true), weights = new([2], [1, 1]);
        using Tape tape = Tape.Start();
        Tensor loss = Loss.WeightedCrossEntropy(logits, new int[2], weights, gamma: 2);
        tape.Backward(loss);
        Assert.Equal(Math.Log(2) / 4 / 2, loss.ToScalar(), 1e-6);
        Assert.Equal(0, logits.Gradient[2]);
        Assert.All(logits.Gradient.ToArray(), g => Assert.True(float.IsFinite(g)));
    }

    [Fact]
    public void Class_and_example_weights_reach_the_loss()
    {
        Dataset data = Blobs.Classes(30, 1);
        Sequential Fit(Objective objective)
        {
            Sequential model = Blobs.Model(outputs: 3);
            new Trainer(model, new Sgd(model, 0.1), data, options: new TrainerOptions { Epochs = 1, BatchSize = 30, Objective = objective }).Fit();
            return model;
        }
        float[] byClass = [1, 2, 4], byRow = [.. data.Labels.ToArray().Select(label => byClass[label])];
        Assert.Equal(
            Blobs.Weights(Fit(Objective.Classification(classWeights: byClass))), Blobs.Weights(Fit(Objective.Classification(exampleWeights: byRow))));
        Assert.NotEqual(Blobs.Weights(Fit(Objective.Classification())), Blobs.Weights(Fit(Objective.Classification(classWeights: byClass))));
        Assert.NotEqual(Blobs.Weights(Fit(Objective.Classification())), Blobs.Weights(Fit(Objective.Classification(gamma: 2))));
    }

    [Fact]
    public void A_row_that_counts_twice_trains_as_one_that_stands_twice_and_one_of_weight_0_not_at_all()
    {
        Dataset data = Blobs.Targets(30, 1);
        Sequential Fit(Dataset rows, Objective objective)
        {
            Sequential model = Blobs.Model(rows.OutputCount);
            TrainerOptions options = new() { Epochs = 3, BatchSize = rows.Count, Objective = objective };
            new Trainer(model, new Sgd(model, 0.1f), rows, rows, options).Fit();
            return model;
        }
        float[] weights = [.. Enumerable.Range(0, 30).Select(row => row % 3)];
        Dataset repeated = data.Subset([.. Enumerable.Range(0, 30).SelectMany(row => Enumerable.Repeat(row, (int)weights[row]))]);
        foreach ((Objective weighted, Objective plain) in new[]
        {
            (Objective.Regression(weights), Objective.Regression()),
            (Objective.Regression(weights, Loss.MeanAbsoluteError), Objective.Regression((p, t) => Loss.MeanAbsoluteError(p, t))),
        })
        {
            Sequential byWeight = Fit(data, weighted), byRows = Fit(repeated, plain);
            foreach ((float[] a, float[] b) in Blobs.Weights(byWeight).Zip(Blobs.Weights(byRows)))
                Assert.Equal(b, a, (p, q) => Math.Abs(p - q) <= 1e-5f);
            // Judging takes no weights.
            Assert.Equal(Evaluation.Of(byWeight, data), weighted.Evaluate(byWeight, data));
        }
    }

    [Fact]
    public void A_batch_whose_rows_all_have_weight_0_teaches_nothing_and_is_no_NaN()
    {
        Dataset data = Blobs.Targets(4, 1);
        Sequential model = Blobs.Model(data.OutputCount);
        float[][] before = Blobs.Weights(model);
        TrainerOptions options = new() { Epochs = 1, BatchSize = 2, Objective = Objective.Regression(new float[4]) };
        History history = new Trainer(model, new Sgd(model, 0.1f), data, options: options).Fit();
        Assert.Equal((0, null), (history.Epochs[0].TrainingLoss, history.Divergence));
        Assert.Equal(before, Blobs.Weights(model));
    }

    [Fact]
    public void Tokens_are_foretold_and_judged_by_perplexity()
    {
        CharacterTokenizer letters = new("abc");
        TokenDataset text = new(Enumerable.Range(0, 60).Select(i => i % 3).ToArray(), length: 6);
        Dataset data = text.ToDataset("abc", letters, step: 1);
        Assert.Equal((54, LearningTask.Text, 3), (data.Count, data.Task, data.OutputCount));
        Assert.Equal(["a", "b", "c"], data.OutputNames);
        Assert.Equal(9, text.ToDataset("side by side", letters).Count);
        Assert.Equal([0, 1, 2, 0, 1, 2], data.Features[..6].ToArray());
        Assert.Equal([1, 2, 0, 1, 2, 0], data.Targets[..6].ToArray());
        Gpt model = new(new GptOptions { VocabularySize = 3, MaxLength = 6, Features = 8, Layers = 1, Heads = 2 }, new RandomStream(1));
        TrainerOptions options = new() { Steps = 60, BatchSize = 8, Goal = Goal.Lowest("perplexity") };
        History history = new Trainer(model, new Adam(model, 0.01), data, data, options).Fit();
        Evaluation last = history.Epochs[^1].Validation!;
        Assert.InRange(last.Metrics["Perplexity"], 1, 1.5);
        Assert.Equal(Math.Exp(last.Loss), last.Metrics["Perplexity"], 1e-9);
        Assert.Equal(last.Loss / Math.Log(2), last.Metrics["BitsPerCharacter"], 1e-9);
    }

    [Fact]
    public void Inputs_are_reconstructed_from_what_augmentation_made_of_them()
    {
        Dataset data = Digits.Load().Subset([.. Enumerable.Range(0, 64)]);
        List<float[]> seen = [];
        TrainerOptions options = new()
        {
            Epochs = 1,
            BatchSize = 64,
            Augmentation = Augmentation.Noise(1),
            Objective = Objective.Reconstruction((output, features) =>
            {
                seen.Add(features.Values.ToArray());
                return Loss.MeanSquaredError(output, features);
            }),
        };
        Sequential model = new(new Flatten(), new Linear(64, 64, new RandomStream(1)));
        new Trainer(model, new Adam(model), data, options: options).Fit();
        Assert.Equal(data.Features.ToArray().Order(), seen[0].Order());
    }

    [Fact]
    public void An_autoencoder_is_judged_by_the_same_draws_each_time()
    {
        Dataset data = Digits.Load().Subset([.. Enumerable.Range(0, 100)]);
        VariationalAutoencoder model = new(64, 4, Elu, new RandomStream(1), hidden: [16]);
        Objective elbo = Objective.Elbo();
        Assert.Equal(elbo.Evaluate(model, data), elbo.Evaluate(model, data));
        History history = new Trainer(model, new Adam(model, 0.01), data, data, new TrainerOptions { Epochs = 5, Objective = elbo }).Fit();
        Assert.True(history.Epochs[^1].Validation!.Loss < history.Epochs[0].Validation!.Loss);
    }

    [Fact]
    public void Boxes_go_through_data_and_its_parts()
    {
        LabeledBox[][] boxes = [[new(1, 2, 5, 6, 0)], [], [new(0, 0, 4, 4, 1), new(3, 3, 8, 8, 0)]];
        Dataset data = new("boxes", new float[3 * 64], [1, 8, 8], boxes, ["cat", "dog"]);
        Assert.Equal(boxes, data.Boxes);
        Assert.Equal([boxes[2], boxes[1]], data.Subset([2, 1]).Boxes);
    }

    [Fact]
    public void What_does_not_fit_an_objective_is_named_before_training()
    {
        Dataset classes = Blobs.Classes(30, 1), targets = Blobs.Targets(30, 1);
        string Refusal(Dataset data, Objective objective)
        {
            Sequential model = Blobs.Model(data.OutputCount);
            return Assert.ThrowsAny<ArgumentException>(
                () => new Trainer(model, new Adam(model), data, options: new TrainerOptions { Objective = objective })).Message;
        }
        Assert.Equal(
            "Objective.Classification needs classes, but data 'sums' has targets: train by Objective.Regression. (Parameter 'data')",
            Refusal(targets, Objective.Classification()));
        Assert.Equal(
            "Objective.Regression needs targets, but data 'blobs' has classes: train by Objective.Classification. (Parameter 'data')",
            Refusal(classes, Objective.Regression()));
        Assert.Equal(
            "Objective.Classification: expected a weight for each class, 3 for data 'blobs', but got 2.",
            Refusal(classes, Objective.Classification(classWeights: [1, 2])));
        Assert.Equal(
            "Objective.Classification: expected a weight for each row of the training data, 30 for data 'blobs', but got 3.",
            Refusal(classes, Objective.Classification(exampleWeights: [1, 2, 3])));
        Assert.Equal(
            "Objective.Regression: expected a weight for each row of the training data, 30 for data 'sums', but got 3.",
            Refusal(targets, Objective.Regression(exampleWeights: [1, 2, 3])));
        Assert.Equal("weight must be at least 0 and finite, but got NaN. (Parameter 'weight')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Regression(exampleWeights: [float.NaN])).Message);
        Assert.Equal(
            "Objective.NextToken: expected logits of shape [30, 2, vocabulary], one row for each target, but got [30, 2]. Data 'sums' has 2 "
                + "targets: TokenDataset.ToDataset makes such data.", Refusal(targets, Objective.NextToken()));
        Assert.Equal(
            "Objective.Detection trains a GridDetector, but the network is Sequential. (Parameter 'model')", Refusal(targets, Objective.Detection()));
        Assert.Equal(
            "Objective.Elbo trains a VariationalAutoencoder, but the network is Sequential. (Parameter 'model')", Refusal(targets, Objective.Elbo()));
        Assert.Equal("weight must be at least 0 and finite, but got -1. (Parameter 'weight')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Classification(classWeights: [1, -1])).Message);
        Assert.StartsWith(
            "Label smoothing and γ contradict one another:",
            Assert.Throws<ArgumentException>(() => Objective.Classification(labelSmoothing: 0.1, gamma: 2)).Message, StringComparison.Ordinal);
    }
}
