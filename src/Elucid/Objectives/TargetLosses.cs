namespace Elucid;

/// <summary>The losses of several targets: cross-entropy, in nats, of the logits of each that is of classes, and the squared error of each
/// quantity.</summary>
/// <remarks>
/// A target that is unknown in a row counts for nothing there, so that the loss of one that is known in a tenth of the rows is a tenth as large as
/// if it were known in all. With weights of one's own:
/// <code>
/// Objective.Of((model, batch) => model.Forward(batch.X) is var y
///     ? 2f * TargetLosses.Of(y, batch.Data, batch.Rows, 0) + TargetLosses.Of(y, batch.Data, batch.Rows, 1) : null!)
/// </code>
/// </remarks>
public static class TargetLosses
{
    /// <summary>The name of what a target's loss counts, where that is learned: <c>weight(price)</c>.</summary>
    internal const string Weight = "weight";

    // Labels that do not count.
    const int Unknown = -100;

    /// <summary>The loss of one target: the mean over the rows, with 0 for those of which it is unknown.</summary>
    /// <param name="outputs">[rows, outputs], what a network puts out: for each target its logits, or its quantity.</param>
    /// <param name="data">Data of several targets.</param>
    /// <param name="rows">Which of its rows they are for.</param>
    /// <param name="target">The number of the target.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ArgumentException">The data have not several targets, or none of the number.</exception>
    /// <exception cref="ShapeException">There is not one row of outputs for each row.</exception>
    public static Tensor Of(Tensor outputs, Dataset data, ReadOnlySpan<int> rows, int target)
    {
        IReadOnlyList<TargetInfo> targets = data.SeveralTargets;
        if ((uint)target >= (uint)targets.Count)
            throw new ArgumentException($"Expected one of {targets.Count} targets of data '{data.Name}' with several, but got number {target}.");
        Shape expected = [rows.Length, data.OutputCount];
        if (!outputs.Shape.Equals(expected))
            ShapeException.Throw(
                "TargetLosses", "the network's output", $"{expected}", outputs.Shape, "There is a number for each class and quantity.");
        TargetInfo info = targets[target];
        Tensor own = Ops.Slice(outputs, 1, TargetInfo.FirstOutput(targets, target), info.OutputCount);
        float[] answers = new float[rows.Length];
        int known = 0;
        for (int i = 0; i < answers.Length; i++)
            if (!float.IsNaN(answers[i] = data.Targets[rows[i] * targets.Count + target]))
                known++;
        Tensor mean = info.IsOfClasses ? Loss.CrossEntropy(own, Labels(answers), ignoreIndex: Unknown) : SquaredError(own, answers, known);
        return known == answers.Length ? mean : mean * ((float)known / answers.Length);
    }

    /// <summary>The sum over all targets.</summary>
    /// <inheritdoc cref="Of(Tensor, Dataset, ReadOnlySpan{int}, int)"/>
    public static Tensor Of(Tensor outputs, Dataset data, ReadOnlySpan<int> rows)
    {
        Tensor sum = Of(outputs, data, rows, 0);
        for (int target = 1; target < data.SeveralTargets.Count; target++)
            sum += Of(outputs, data, rows, target);
        return sum;
    }

    static int[] Labels(float[] answers)
    {
        int[] labels = new int[answers.Length];
        for (int i = 0; i < labels.Length; i++)
            labels[i] = float.IsNaN(answers[i]) ? Unknown : (int)answers[i];
        return labels;
    }

    static Tensor SquaredError(Tensor own, float[] answers, int known)
    {
        Tensor truth = Tape.Scratch(own.Shape);
        Span<float> numbers = truth.Edit();
        for (int i = 0; i < answers.Length; i++)
            numbers[i] = float.IsNaN(answers[i]) ? 0 : answers[i];
        if (known == answers.Length)
            return Loss.MeanSquaredError(own, truth);
        Tensor weights = Tape.Scratch(own.Shape);
        Span<float> each = weights.Edit();
        for (int i = 0; i < answers.Length; i++)
            each[i] = float.IsNaN(answers[i]) ? 0 : 1;
        return Loss.MeanSquaredError(own, truth, weights);
    }
}
