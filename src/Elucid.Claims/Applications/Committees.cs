using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Committees of five networks, 784-128x3-10 on 5,000 images: with other weights and order alone, on bootstrap samples, and boosted. A seed
/// is a committee.</summary>
internal static class Committees
{
    public const string Id = "P16";

    const int Members = 5, Images = 5000;

    /// <summary>The share of test images on which two members agree, over all pairs.</summary>
    public static Measure Agreement { get; } = new(new Metric("agreement", HigherIsBetter: true, MetricScale.Share), Chance: 0.1);

    /// <summary>The accuracy of the mean of the members' probabilities.</summary>
    public static Measure Committee { get; } = new(new Metric("accuracy of the committee", HigherIsBetter: true, MetricScale.Share), Chance: 0.1);

    /// <summary>What the committee gains over its mean member.</summary>
    public static Measure Gain { get; } = new(new Metric("gain of the committee", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    /// <summary>The accuracy of a committee on bootstrap samples.</summary>
    public static Measure Bagged { get; } = new(new Metric("accuracy, bagged", HigherIsBetter: true, MetricScale.Share), Chance: 0.1);

    /// <summary>The accuracy of a committee by SAMME.</summary>
    public static Measure Boosted { get; } = new(new Metric("accuracy, boosted", HigherIsBetter: true, MetricScale.Share), Chance: 0.1);

    public static Experiment Of(ClaimData data)
    {
        Lazy<PreparedImages> images = new(() => data.Fashion.With(train: data.Fashion.Train.Take(Math.Min(Images, data.Fashion.Train.Count))));
        return new()
        {
            Id = Id,
            Data = data.Fashion.Id,
            Arms = [Arm.Of("relu"), Arm.Of("elu")],
            Seeds = 8,
            Settings = Settings.Of(
                ("steps", 800), ("batch", 64), ("depth", 3), ("width", 128), ("gain", "he"), ("optimizer", "adam"), ("rate", 0.001)),
            Measures = [Agreement, Committee, Gain, Bagged, Boosted],
            RunTrial = trial => Run(trial, images.Value),
        };
    }

    /// <summary>ELU against ReLU at other initial gains, on three seeds: plain committees alone.</summary>
    public static GainRobustness Gains(ClaimData data)
    {
        Experiment experiment = Of(data);
        return new(
            experiment with { Seeds = 3, Settings = experiment.Settings.With("plain", true), Measures = [Agreement, Committee, Gain] }, "elu",
                "relu");
    }

    static Measured Run(Trial trial, PreparedImages images)
    {
        RandomStream random = trial.Random;
        int trained = 0;
        Module Member(Dataset data)
        {
            ulong number = (ulong)trained++;
            Sequential model = ImageClassifier.Network(trial.Settings, random.Derive("weights", number), images);
            ImageClassifier.Fit(
                trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), data, trial.Settings.Integer("steps"),
                trial.Settings.Integer("batch"), purpose: FormattableString.Invariant($"order {number}"));
            return model;
        }
        Module[] members = [.. Enumerable.Range(0, Members).Select(_ => Member(images.Train))];
        int[][] answers = [.. members.Select(member => Answers(member, images.Test))];
        double mean = answers.Average(own => Agreeing(own, images.Test.Labels));
        double committee = Evaluation.Of(Ensemble.Average(members, LearningTask.Classification), images.Test).Accuracy!.Value;
        var pairs = from i in Enumerable.Range(0, Members) from j in Enumerable.Range(0, i) select Agreeing(answers[i], answers[j]);
        Measured measured = new()
        {
            { Agreement.Name, pairs.Average() },
            { Committee.Name, committee },
            { Gain.Name, committee - mean },
        };
        if (trial.Settings.Has("plain"))
            return measured;
        double AccuracyOf(Module ensemble) => Evaluation.Of(ensemble, images.Test).Accuracy!.Value;
        measured.Add(Bagged.Name, AccuracyOf(Ensemble.Bag(Member, images.Train, Members, random.Derive("bag"))));
        measured.Add(Boosted.Name, AccuracyOf(Ensemble.Boost(Member, images.Train, Members, random.Derive("boost"))));
        return measured;
    }

    static int[] Answers(Module model, Dataset images)
    {
        ReadOnlySpan<float> logits = model.Predict(new Tensor([images.Count, .. images.FeatureShape], images.Features)).Values;
        int classes = logits.Length / images.Count;
        int[] answers = new int[images.Count];
        for (int row = 0; row < answers.Length; row++)
        {
            ReadOnlySpan<float> own = logits.Slice(row * classes, classes);
            for (int i = 1; i < classes; i++)
                if (own[i] > own[answers[row]])
                    answers[row] = i;
        }
        return answers;
    }

    static double Agreeing(ReadOnlySpan<int> one, ReadOnlySpan<int> other)
    {
        int same = 0;
        for (int i = 0; i < one.Length; i++)
            same += one[i] == other[i] ? 1 : 0;
        return same / (double)one.Length;
    }
}
