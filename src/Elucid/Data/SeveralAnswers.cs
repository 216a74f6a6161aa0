using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>Several classes or quantities per row, of which some may be unknown.</summary>
/// <param name="answers">[rows, targets]: the label of a class, or a quantity; NaN where it is unknown.</param>
/// <param name="targets">What they are.</param>
/// <param name="units">What 1 is of each target in its own unit, where quantities have been scaled.</param>
internal sealed class SeveralAnswers(float[] answers, IReadOnlyList<TargetInfo> targets, IReadOnlyList<float>? units = null) : Answers
{
    public override LearningTask Task => LearningTask.Several;

    public override int Count => targets.Count == 0 ? 0 : answers.Length / targets.Count;

    public override float[] Targets => answers;

    public override IReadOnlyList<string> TargetNames => field ??= [.. targets.Select(target => target.Name)];

    public override IReadOnlyList<TargetInfo> SeveralTargets => targets;

    public override IReadOnlyList<string> OutputNames => field ??= [.. targets.SelectMany(target => target.OutputNames)];

    public override ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes<float>(answers);

    public override float? Ordered(int row) => answers[row * targets.Count] is var first && float.IsNaN(first) ? null : first;

    /// <summary>What 1 is of a target in its own unit.</summary>
    public float UnitOf(int target) => units?[target] ?? 1;

    public override void Check(string dataset)
    {
        if (answers.Length != Count * targets.Count)
            throw new ArgumentException(
                $"Dataset '{dataset}': expected {targets.Count} answers for each of {Count} rows, but got {answers.Length} values.");
        CheckNames(OutputNames, targets, $"Dataset '{dataset}'");
        for (int i = 0; i < answers.Length; i++)
        {
            TargetInfo target = targets[i % targets.Count];
            float answer = answers[i];
            if (float.IsNaN(answer))
                continue;
            if (target.IsOfClasses && !(answer >= 0 && answer < target.ClassNames.Count && answer == MathF.Floor(answer)))
                throw new ArgumentException(
                    $"Dataset '{dataset}': expected labels of '{Excerpt.Of(target.Name)}' from 0 to {target.ClassNames.Count - 1}, or NaN where it "
                        + $"is unknown, but row {i / targets.Count} has {answer}. Number the classes from 0 and name each of them.");
            if (float.IsInfinity(answer))
                throw new ArgumentException(
                    $"Dataset '{dataset}': expected finite numbers of '{Excerpt.Of(target.Name)}', or NaN where it is unknown, but row "
                        + $"{i / targets.Count} has {answer}.");
        }
    }

    /// <summary>Throws unless all targets and outputs have names of their own, as scores and columns are called by them.</summary>
    /// <exception cref="ArgumentException">Two have the same; capitals make no difference.</exception>
    public static void CheckNames(IReadOnlyList<string> outputs, IReadOnlyList<TargetInfo> targets, string place)
    {
        string? twice = targets.GroupBy(target => target.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1)?.Key
            ?? outputs.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException(
                $"{place}: expected a name of its own for each of several targets, but '{Excerpt.Of(twice)}' stands twice (capitals make no "
                    + "difference). Rename one, or name it once.");
    }

    public override Answers Of(ReadOnlySpan<int> rows) => new SeveralAnswers(Dataset.Gather(answers, targets.Count, rows), targets, units);

    // By the first target of classes, those of unknown class together: no split divides all of them evenly.
    public override int[][] Strata()
    {
        int column = targets.TakeWhile(target => !target.IsOfClasses).Count();
        if (column == targets.Count)
            return base.Strata();
        List<int>[] rows = [.. Enumerable.Range(0, targets[column].ClassNames.Count + 1).Select(_ => new List<int>())];
        for (int row = 0; row < Count; row++)
            rows[answers[row * targets.Count + column] is var label && float.IsNaN(label) ? ^1 : (int)label].Add(row);
        return [.. rows.Where(stratum => stratum.Count > 0).Select(stratum => stratum.ToArray())];
    }

    // A scale for each output; logits of classes have that of 1.
    public override ColumnScales? FitScales()
    {
        if (targets.All(target => target.IsOfClasses))
            return null;
        float[] means = new float[OutputNames.Count], deviations = new float[OutputNames.Count];
        int output = 0;
        for (int target = 0; target < targets.Count; output += targets[target++].OutputCount)
        {
            deviations.AsSpan(output, targets[target].OutputCount).Fill(1);
            if (targets[target].IsOfClasses)
                continue;
            ColumnScales own = ColumnScales.Fit([.. Known(target)], 1);
            (means[output], deviations[output]) = (own.Means[0], own.Deviations[0]);
        }
        return new ColumnScales(means, deviations);
    }

    public override Answers Scaled(ColumnScales scales)
    {
        scales.Require(OutputNames.Count, "outputs");
        float[] scaled = [.. answers], own = [.. targets.Select((_, target) => UnitOf(target))];
        int output = 0;
        for (int target = 0; target < targets.Count; output += targets[target++].OutputCount)
        {
            if (targets[target].IsOfClasses)
                continue;
            own[target] *= scales.Deviations[output];
            for (int i = target; i < scaled.Length; i += targets.Count)
                scaled[i] = (scaled[i] - scales.Means[output]) / scales.Deviations[output];
        }
        return new SeveralAnswers(scaled, targets, own);
    }

    /// <summary>The rows whose answer to one target is known, and those answers.</summary>
    public (int[] Rows, Answers Answers) ToSingle(int target)
    {
        int[] rows = [.. Enumerable.Range(0, Count).Where(row => !float.IsNaN(answers[row * targets.Count + target]))];
        float[] known = [.. Known(target)];
        TargetInfo info = targets[target];
        return (
            rows, info.IsOfClasses ? new ClassLabels([.. known.Select(label => (int)label)], info.ClassNames) : new Quantities(known, [info.Name]));
    }

    IEnumerable<float> Known(int target)
    {
        for (int i = target; i < answers.Length; i += targets.Count)
            if (!float.IsNaN(answers[i]))
                yield return answers[i];
    }
}
