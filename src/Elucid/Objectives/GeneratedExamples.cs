namespace Elucid;

/// <summary>New examples, in the units of the real ones.</summary>
internal sealed class GeneratedExamples : OutputMeaning
{
    public override LearningTask Task => LearningTask.Generate;

    public override Objective Objective => GenerationObjective.Instance;

    /// <summary>Judges examples, whoever drew them: there is no loss of theirs.</summary>
    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data) =>
        new(double.NaN) { Metrics = GenerationData.JudgeOf(data)?.Judge(outputs, data) ?? default };

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => throw NoMean();

    public override double FromMean(double mean, int output) => throw NoMean();

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset) =>
        throw new NotSupportedException("The model draws new examples and answers nothing about given ones: use TrainedModel.Sample.");

    static NotSupportedException NoMean() => new("The mean of images is no image: examples that several networks draw cannot be averaged.");
}
