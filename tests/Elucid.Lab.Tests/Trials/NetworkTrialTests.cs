namespace Elucid.Lab.Tests.Trials;

[AnyWidth]
public class NetworkTrialTests
{
    [Fact]
    public void Trial_is_a_function_of_its_settings_and_seed()
    {
        Recipe recipe = Tiny.Recipe with { Dropout = 0.3, Schedule = "cosine", Warmup = 5, ClipNorm = 1 };
        TrialCourse first = Tiny.Run(recipe: recipe), again = Tiny.Run(recipe: recipe), other = Tiny.Run(seed: 1, recipe: recipe);

        Assert.Equal(Tiny.Bits(first), Tiny.Bits(again));
        Assert.NotEqual(Tiny.Bits(first), Tiny.Bits(other));
        Assert.Equal((null, 3), (first.Failure, first.FinalEpoch));
        Assert.Equal([0, 1, 2, 3], first.Epochs.Select(e => e.Epoch));
        Assert.Equal(0, first.Epochs[0].Seconds);
    }

    [Fact]
    public void Result_does_not_depend_on_the_number_of_threads()
    {
        StudySettings settings = Tiny.Settings with { Recipe = Tiny.Recipe with { Dropout = 0.2 }, Activations = ["elu", "relu", "tanh"], Seeds = 3 };
        string[] hashes = [.. new[] { 1, 2, 3 }.Select(threads =>
            StudyDocument.Of(StudySummary.Of(new Study(settings, Tiny.Classes).Run(threads))!).ResultHash)];

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
        TrialCourse a = Tiny.Run("relu", recipe: recipe), b = Tiny.Run("leaky-relu:slope=0", recipe: recipe);

        Assert.Equal(Tiny.Bits(a), Tiny.Bits(b));
    }

    [Fact]
    public void Divergence_is_an_outcome_that_says_where()
    {
        TrialCourse trial = Tiny.Run("relu", recipe: Tiny.Recipe with { Optimizer = "sgd", LearningRate = 1e20 });

        Assert.Equal(FailureKind.Diverged, trial.Failure?.Kind);
        Assert.Matches(@"^diverged at epoch 1, step \d+; first non-finite: .+$", trial.Failure?.Sentence);
        Assert.Equal(0, trial.FinalEpoch);
        Assert.Equal(double.NaN, trial.SecondsPerEpoch);
    }

    [Fact]
    public void Rising_loss_is_an_outcome_that_says_so()
    {
        TrialCourse trial = Tiny.Run("identity", recipe: Tiny.Recipe with { Optimizer = "rmsprop", LearningRate = 30 });

        Assert.Equal(FailureKind.LearnedNothing, trial.Failure?.Kind);
        Assert.Matches("^final training loss .+ is above the initial .+$", trial.Failure?.Sentence);
    }

    [Fact]
    public void Regression_is_judged_by_its_loss_and_measured_in_the_targets_units()
    {
        TrialCourse trial = Tiny.Run(data: Tiny.Plane);

        Assert.Null(trial.Failure);
        Assert.Null(trial.Final!.Test.Accuracy);
        // RMSE² = residual variance: with targets that spread by about 20, 1 − R² says how large it must be.
        double spread = trial.Final!.Test.Rmse!.Value / Math.Sqrt(1 - trial.Final!.Test.R2!.Value);
        Assert.InRange(spread, 10, 40);
        Assert.InRange(trial.Final!.Test.Rmse.Value / Math.Sqrt(trial.Final!.Test.Loss), 10, 40);
    }

    [Fact]
    public void Early_stopping_ends_at_the_best_epoch()
    {
        Recipe recipe = Tiny.Recipe with { Epochs = 60, LearningRate = 0.05, Patience = 2 };
        TrialCourse trial = Tiny.Run(recipe: recipe);

        Assert.True(trial.Epochs.Count < 61, "expected training to stop early");
        Assert.Equal(trial.Epochs.Count - 1 - 2, trial.FinalEpoch);
        Assert.Equal(trial.Epochs.Skip(1).MinBy(e => e.Validation!.Loss)!.Epoch, trial.FinalEpoch);
    }

    [Fact]
    public void Cancelled_trial_has_no_result()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => Tiny.Run(cancellation: stop.Token));
    }

    [Fact]
    public void Probe_sees_all_classes_of_a_sorted_table()
    {
        // Two classes of 200 rows, one after the other: ReLU units that serve one class alone are dead for the other.
        string csv =
            "x,kind\n" + string.Concat(
                Enumerable.Range(0, 400).Select(row => $"{(row < 200 ? -1 : 1) * (1 + row % 7)},{(row < 200 ? "low" : "high")}\n"));
        TrialCourse trial = Tiny.Run("relu", data: Tiny.Read(csv, "kind"), recipe: Tiny.Recipe with { Epochs = 20 });
        Assert.Equal(0, trial.Epochs[0].Probe.DeadShare);
    }

    [Theory]
    [InlineData("elu", true)]
    [InlineData("relu", false)]
    public void A_course_comes_back_from_its_line(string activation, bool tunes)
    {
        TrialKey key = Tiny.Key(activation, tuning: tunes);
        Measured measured = NetworkTrial.Run(new Trial(new Arm(activation, ArmName.SettingsOf(activation)), key), Tiny.Classes);
        MemoryTrialLog log = new();
        Study.IndexOf(log).Add(new TrialRecord(key, measured, 2, "a build"));
        TrialCourse before = new(activation, new TrialRecord(key, measured, 2, "a build")), read = new(activation, Study.IndexOf(log).Find(key)!);

        Assert.Equal(Tiny.Bits(before), Tiny.Bits(read));
        Assert.Equal(before.Final!.Probe.Layers, read.Final!.Probe.Layers);
        Assert.Equal(before.Final.Probe.Gradients, read.Final.Probe.Gradients);
        Assert.Equal(["0.weight", "2.weight"], read.Final.Probe.Gradients.Select(g => g.Parameter));
        Assert.Equal(tunes, read.Final.Validation is not null);
        Assert.Equal((2, 3, activation, 0), (read.Seconds, read.FinalEpoch, read.Arm, read.Seed));
        Assert.Equal(1.0 / 3, measured.Chance["test accuracy"], 1e-9);
        Assert.Equal(read.Final.Test.Accuracy, measured.Numbers["test accuracy"]);
    }

    [Fact]
    public void Layers_stay_in_their_order()
    {
        TrialCourse trial = Tiny.Run(recipe: Tiny.Recipe with { Hidden = [3, 3, 3, 3, 3, 3], Epochs = 1 });
        Assert.Equal(["1", "3", "5", "7", "9", "11"], trial.Final!.Probe.Layers.Select(layer => layer.Layer));
    }
}
