namespace Elucid.Lab.Tests.Trials;

public class NetworkTrialTests
{
    [Fact]
    public void Trial_is_a_function_of_its_settings_and_seed()
    {
        TrialSettings settings = Tiny.Trial(recipe: Tiny.Recipe with { Dropout = 0.3, Schedule = "cosine", Warmup = 5, ClipNorm = 1 });
        TrialResult first = NetworkTrial.Run(settings, Tiny.Classes), again = NetworkTrial.Run(settings, Tiny.Classes),
            other = NetworkTrial.Run(settings with { Seed = 1 }, Tiny.Classes);

        Assert.Equal(Tiny.Bits(first), Tiny.Bits(again));
        Assert.NotEqual(Tiny.Bits(first), Tiny.Bits(other));
        Assert.Equal((TrialOutcome.Trained, "", 3), (first.Outcome, first.Explanation, first.FinalEpoch));
        Assert.Equal([0, 1, 2, 3], first.Epochs.Select(e => e.Epoch));
        Assert.Equal(0, first.Epochs[0].Seconds);
    }

    [Fact]
    public void Result_does_not_depend_on_the_number_of_threads()
    {
        StudySettings settings = Tiny.Settings with { Recipe = Tiny.Recipe with { Dropout = 0.2 }, Activations = ["elu", "relu", "tanh"], Seeds = 3 };
        string[] hashes = [.. new[] { 1, 2, 3 }.Select(threads =>
            StudyDocument.Of(StudySummary.Of(new Study(settings, Tiny.Classes).Run(threads, store: null, new Recorder()))!).ResultHash)];

        Assert.Equal(hashes[0], hashes[1]);
        Assert.Equal(hashes[0], hashes[2]);
        Assert.Matches("^[0-9a-f]{32}$", hashes[0]);
    }

    [Fact]
    public void Activations_of_a_seed_start_from_the_same_weights()
    {
        float[] Weights(string activation, ulong seed) =>
            [.. Tiny.Recipe.BuildNetwork([2], 3, ActivationCatalog.Parse(activation), new RandomStream(seed)).NamedParameters()
                .Where(p => p.Name.EndsWith("weight", StringComparison.Ordinal)).SelectMany(p => p.Value.Values.ToArray())];

        Assert.Equal(Weights("elu", 0), Weights("tanh", 0));
        Assert.Equal(Weights("elu", 0), Weights("relu", 0));
        Assert.NotEqual(Weights("elu", 0), Weights("elu", 1));
    }

    [Fact]
    public void Equal_functions_give_equal_trials()
    {
        Recipe recipe = Tiny.Recipe with { Dropout = 0.2 };
        TrialResult a = NetworkTrial.Run(Tiny.Trial("relu", recipe: recipe), Tiny.Classes),
            b = NetworkTrial.Run(Tiny.Trial("leaky-relu:slope=0", recipe: recipe), Tiny.Classes);

        Assert.Equal(Tiny.Bits(a), Tiny.Bits(b));
    }

    [Fact]
    public void Divergence_is_an_outcome_that_says_where()
    {
        TrialResult trial = NetworkTrial.Run(Tiny.Trial("relu", recipe: Tiny.Recipe with { Optimizer = "sgd", LearningRate = 1e20 }), Tiny.Classes);

        Assert.Equal(TrialOutcome.Diverged, trial.Outcome);
        Assert.Matches(@"^diverged at epoch 1, step \d+; first non-finite: .+$", trial.Explanation);
        Assert.Equal(0, trial.FinalEpoch);
        Assert.Equal(double.NaN, trial.SecondsPerEpoch);
    }

    [Fact]
    public void Rising_loss_is_an_outcome_that_says_so()
    {
        TrialResult trial =
            NetworkTrial.Run(Tiny.Trial("identity", recipe: Tiny.Recipe with { Optimizer = "rmsprop", LearningRate = 30 }), Tiny.Classes);

        Assert.Equal(TrialOutcome.LearnedNothing, trial.Outcome);
        Assert.Matches("^final training loss .+ is above the initial .+$", trial.Explanation);
    }

    [Fact]
    public void Regression_is_judged_by_its_loss_and_measured_in_the_targets_units()
    {
        TrialResult trial = NetworkTrial.Run(Tiny.Trial(data: Tiny.Plane), Tiny.Plane);

        Assert.Equal(TrialOutcome.Trained, trial.Outcome);
        Assert.Null(trial.Final.Test.Accuracy);
        // RMSE² = residual variance: with targets that spread by about 20, 1 − R² says how large it must be.
        double spread = trial.Final.Test.Rmse!.Value / Math.Sqrt(1 - trial.Final.Test.R2!.Value);
        Assert.InRange(spread, 10, 40);
        Assert.InRange(trial.Final.Test.Rmse.Value / Math.Sqrt(trial.Final.Test.Loss), 10, 40);
    }

    [Fact]
    public void Early_stopping_ends_at_the_best_epoch()
    {
        Recipe recipe = Tiny.Recipe with { Epochs = 60, LearningRate = 0.05, Patience = 2 };
        TrialResult trial = NetworkTrial.Run(Tiny.Trial(recipe: recipe, validation: true), Tiny.Classes);

        Assert.True(trial.Epochs.Count < 61, "expected training to stop early");
        Assert.Equal(trial.Epochs.Count - 1 - 2, trial.FinalEpoch);
        Assert.Equal(trial.Epochs.Skip(1).MinBy(e => e.Validation!.Loss)!.Epoch, trial.FinalEpoch);
    }

    [Fact]
    public void Cancelled_trial_has_no_result()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => NetworkTrial.Run(Tiny.Trial(), Tiny.Classes, cancellation: stop.Token));
    }

    [Fact]
    public void Probe_sees_all_classes_of_a_sorted_table()
    {
        // Two classes of 200 rows, one after the other: ReLU units that serve one class alone are dead for the other.
        string csv =
            "x,kind\n" + string.Concat(
                Enumerable.Range(0, 400).Select(row => $"{(row < 200 ? -1 : 1) * (1 + row % 7)},{(row < 200 ? "low" : "high")}\n"));
        TrialResult trial =
            NetworkTrial.Run(Tiny.Trial("relu", data: Tiny.Read(csv, "kind"), recipe: Tiny.Recipe with { Epochs = 20 }), Tiny.Read(csv, "kind"));
        Assert.Equal(0, trial.Epochs[0].Probe.DeadShare);
    }
}
