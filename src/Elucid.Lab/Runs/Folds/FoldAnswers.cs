using System.Globalization;

namespace Elucid.Lab;

/// <summary>Puts a network's outputs for the rows of a fold into the words and units of the data.</summary>
internal static class FoldAnswers
{
    /// <summary>One for each test row.</summary>
    /// <param name="network">The network.</param>
    /// <param name="split">The fold, ready for use.</param>
    /// <param name="rows">The numbers of its test rows.</param>
    /// <param name="offset">What was subtracted from targets before.</param>
    public static FoldAnswer[] Of(Module network, StudyData.PreparedSplit split, int[] rows, double offset)
    {
        Dataset test = split.Parts.Test;
        float[] outputs = Evaluation.Outputs(network, test).Values.ToArray();
        if (!test.Labels.IsEmpty)
        {
            double[] probabilities = Probabilities.FromLogits(outputs, test.OutputCount);
            return [.. rows.Select((row, i) => new FoldAnswer(
                row, test.ClassNames[test.Labels[i]],
                test.ClassNames[ClassificationProfile.Answer(outputs.AsSpan(i * test.OutputCount, test.OutputCount))],
                [.. probabilities.AsSpan(i * test.OutputCount, test.OutputCount)]))];
        }
        if (test.SeveralTargets.Count > 0)
            return OfSeveral(test, outputs, split.Scales, rows);
        float[] targets = test.Targets.ToArray();
        split.Scales?.Targets?.Restore(outputs);
        split.Scales?.Targets?.Restore(targets);
        string Text(float[] numbers, int i) => string.Join(' ', numbers.Skip(i * test.OutputCount).Take(test.OutputCount)
            .Select(number => (offset == 0 ? number : offset + number).ToString(CultureInfo.InvariantCulture)));
        return [.. rows.Select((row, i) => new FoldAnswer(row, Text(targets, i), Text(outputs, i), []))];
    }

    static FoldAnswer[] OfSeveral(Dataset test, float[] outputs, Standardizer? scales, int[] rows)
    {
        IReadOnlyList<TargetInfo> targets = test.SeveralTargets;
        FoldAnswer[][] answers = new FoldAnswer[targets.Count][];
        for (int target = 0, first = 0; target < targets.Count; first += targets[target++].OutputCount)
        {
            (TargetInfo info, int from, int number) = (targets[target], first, target);
            answers[target] = [.. rows.Select((row, i) =>
            {
                ReadOnlySpan<float> own = outputs.AsSpan(i * test.OutputCount + from, info.OutputCount);
                float truth = test.Targets[i * targets.Count + number];
                return info.IsOfClasses
                    ? new FoldAnswer(
                        row, float.IsNaN(truth) ? "" : info.ClassNames[(int)truth], info.ClassNames[ClassificationProfile.Answer(own)],
                        [.. Probabilities.FromLogits(own, info.OutputCount)])
                    : new FoldAnswer(row, float.IsNaN(truth) ? "" : Text(truth, from, info), Text(own[0], from, info), []);
            })];
        }
        return [.. rows.Select((row, i) => new FoldAnswer(row, "", "", []) { Targets = [.. answers.Select(own => own[i])] })];

        string Text(float scaled, int output, TargetInfo info)
        {
            float number = scales?.Targets is { } known ? scaled * known.Deviations[output] + known.Means[output] : scaled;
            return (info.Offset == 0 ? number : info.Offset + number).ToString(CultureInfo.InvariantCulture);
        }
    }
}
