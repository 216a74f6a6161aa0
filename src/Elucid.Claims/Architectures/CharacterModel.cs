using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>How the ledger trains a network to foretell the next character of the novel, and judges it by a part that it has not read.</summary>
internal static class CharacterModel
{
    /// <summary>What a trained model goes on from, and for how many characters.</summary>
    public const string Prompt = "Anne ";

    /// <inheritdoc cref="Prompt"/>
    public const int SampleLength = 120;

    /// <summary>The mean cross-entropy of the next character where it was not trained, in nats.</summary>
    public static Metric UnseenLoss { get; } = new("loss on unseen text", HigherIsBetter: false, MetricScale.Ratio);

    /// <summary>What rates are tuned by.</summary>
    public static Metric ValidationLoss { get; } = new("validation loss", HigherIsBetter: false, MetricScale.Ratio);

    /// <summary>The same as a measure: who knows nothing finds all characters alike.</summary>
    public static Measure Loss => new(UnseenLoss, Chance: Math.Log(Novel.Characters.VocabularySize));

    /// <summary>Rates by the validation loss, on one seed.</summary>
    public static Tuning Rates(params double[] grid) => new()
    {
        Setting = "rate",
        Grid = grid,
        Score = ValidationLoss,
        Seeds = [Tuning.DefaultSeeds[0]],
    };

    /// <summary>Trains with Adam on windows of <c>context</c> characters for the settings <c>steps</c> and <c>batch</c>, gradients clipped to norm 1,
    /// and judges by the first <c>judged</c> windows.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="model">[batch, length] tokens in, [batch, length, vocabulary] logits out.</param>
    /// <param name="forward">Computes the logits of a step; the model by default.</param>
    /// <param name="onStep">Called after each step.</param>
    /// <param name="sample">Lets the trained model write.</param>
    public static Measured Train(
        Trial trial, Module model, Func<Tensor, Tensor>? forward = null, Action<TrainingStep>? onStep = null, Func<string>? sample = null)
    {
        Settings settings = trial.Settings;
        int steps = settings.Integer("steps"), batch = settings.Integer("batch");
        (TokenDataset train, TokenDataset test) = Novel.Split(settings.Integer("context"), trial.IsTuning);
        Adam adam = new(model, settings.Number("rate"));
        List<double> losses = [];
        TrainingLoop loop = TrainingLoop.Of(
            model, adam,
            step =>
            {
                TokenBatch drawn = train.Draw(batch, step.Random);
                step.Minimize(adam, () => LossOf((forward ?? model.Forward)(drawn.Inputs()), drawn));
            },
            new TrainingLoopOptions
            {
                Steps = steps,
                StepsPerEpoch = steps,
                ClipNorm = 1,
                Seed = trial.Random.Derive("order").NextUInt64(),
                OnStep = step =>
                {
                    losses.Add(Math.Min(step.Loss, Loss.Chance));       // a first step may overshoot by far, and would be all that a curve shows
                    onStep?.Invoke(step);
                    trial.Report((step.Number + 1) / (double)steps, "training");
                },
            });
        History history = loop.Fit(cancellation: trial.Cancellation);
        double unseen = Judge(model, test, Math.Min(settings.Integer("judged"), test.Count));
        Measured measured = new() { Remark = trial.IsTuning || history.Divergence is not null || sample is null ? "" : sample() };
        measured.Add(trial.IsTuning ? ValidationLoss.Name : UnseenLoss.Name, unseen);
        measured.Add("loss", ImageClassifier.Thinned(losses, 25));
        Failure? failure = history.Divergence is { } divergence ? new(FailureKind.Diverged, divergence.ToString())
            : !double.IsFinite(unseen) ? new(FailureKind.Diverged, "the loss is not finite")
            : unseen >= Loss.Chance ? new(FailureKind.LearnedNothing, "no better than chance")
            : null;
        return failure is null ? measured : measured.As(failure);
    }

    /// <summary>The loss of foretelling each token by its frequency alone.</summary>
    public static double ByFrequency(ReadOnlySpan<int> train, ReadOnlySpan<int> test, int vocabulary)
    {
        double[] counts = [.. Enumerable.Repeat(1.0, vocabulary)];              // what was never seen is not impossible
        foreach (int token in train)
            counts[token]++;
        double loss = 0;
        foreach (int token in test)
            loss -= Math.Log(counts[token] / (train.Length + vocabulary));
        return loss / test.Length;
    }

    /// <summary>What the models wrote on the first seed, a line break being a slash.</summary>
    public static ReportTable Samples(ExperimentResult result) => ReportTable.OfPairs(
        $"What the networks write after \"{Prompt.Trim()}\", seed {result.Seeds[0]}",
        result.Experiment.Arms.Select(arm => (arm.Name, result.Of(arm.Name)[0].Measured.Remark.ReplaceLineEndings(" / "))));

    /// <summary>What needs no network.</summary>
    public static ReportTable WithoutNetwork
    {
        get
        {
            (TokenDataset train, TokenDataset test) = Novel.Split(length: 1, isTuning: false);
            return Reference("characters by their frequency", ByFrequency(train.Tokens, test.Tokens, Novel.Characters.VocabularySize));
        }
    }

    /// <summary>A loss that needs no network, as a table.</summary>
    public static ReportTable Reference(string name, double loss) =>
        ReportTable.OfPairs("Loss without a network", [(name, Format.Number(loss))]);

    static double Judge(Module model, TokenDataset test, int windows)
    {
        const int Each = 32;
        using ModeScope scope = model.InUse();
        double sum = 0;
        for (int first = 0; first < windows; first += Each)
        {
            int count = Math.Min(Each, windows - first);
            using Tape tape = Tape.StartWithoutGradients();
            TokenBatch part = test.Windows(first, count);
            sum += LossOf(model.Forward(part.Inputs()), part).Values[0] * (double)count;
        }
        return sum / windows;
    }

    static Tensor LossOf(Tensor logits, TokenBatch windows) =>
        Elucid.Loss.CrossEntropy(Ops.Reshape(logits, [-1, logits.Shape[-1]]), windows.Labels);
}
