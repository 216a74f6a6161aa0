namespace Elucid;

/// <summary>
/// How far several targets agree on where the weights that they share should go: the cosine between the gradients of their losses. At 1 they ask for
/// the same, at 0 for things that do not touch each other, below 0 a step that helps one hurts the other (T. Yu et al. 2020, arXiv:2001.06782).
/// </summary>
internal static class GradientCosines
{
    /// <summary>The mean over all pairs.</summary>
    public const string Mean = "cosine";

    const int MostRows = 256, FewestRows = 32, MostWork = 1024, MostPaired = 6;

    /// <summary>The cosines by name: <c>cosine</c>, and for each pair of few targets <c>cosine(price, kind)</c>. None where they share no weights, or
    /// no row is known of two.</summary>
    /// <param name="model">The network; it stays as it is.</param>
    /// <param name="data">The rows, of which some hundreds are looked at.</param>
    public static IEnumerable<(string Name, double Value)> Of(Module model, Dataset data)
    {
        IReadOnlyList<TargetInfo> targets = data.SeveralTargets;
        if (targets.Count < 2 || OutputLayer(model, data.OutputCount) is null)
            yield break;
        Module copy = model.Clone();
        copy.Eval();
        Linear output = OutputLayer(copy, data.OutputCount)!;
        Tensor[] shared = [.. copy.NamedParameters().Select(parameter => parameter.Value).Except(output.NamedParameters().Select(own => own.Value))];
        int[] rows = Rows(data.Count, targets.Count);
        Tensor x = new([rows.Length, .. data.FeatureShape]);
        for (int i = 0; i < rows.Length; i++)
            data.Features.Slice(rows[i] * data.FeatureCount, data.FeatureCount).CopyTo(x.Edit()[(i * data.FeatureCount)..]);
        double[] sum = new double[shared.Sum(parameter => parameter.Shape.Size)];
        bool isPaired = targets.Count <= MostPaired;
        List<(int Target, double[] Gradient)> all = [];
        int counted = 0;
        for (int target = 0; target < targets.Count; target++)
        {
            if (Direction(copy, shared, data, x, rows, target) is not { } direction)
                continue;
            counted++;
            for (int i = 0; i < sum.Length; i++)
                sum[i] += direction[i];
            if (isPaired)
                all.Add((target, direction));
        }
        if (counted < 2)
            yield break;
        // |Σ u|² of n unit vectors is n and twice the sum of the cosines.
        yield return (Mean, (Dot(sum, sum) - counted) / ((double)counted * (counted - 1)));
        if (counted == 2 && targets.Count == 2)
            yield break;
        for (int i = 0; i < all.Count; i++)
            for (int j = i + 1; j < all.Count; j++)
                yield return ($"{Mean}({targets[all[i].Target].Name}, {targets[all[j].Target].Name})", Dot(all[i].Gradient, all[j].Gradient));
    }

    // The last layer has outputs of each target's own.
    static Linear? OutputLayer(Module model, int outputs) =>
        model.NamedModules().Select(part => part.Module).OfType<Linear>().LastOrDefault() is { } last && last.OutFeatures == outputs ? last : null;

    // Spread over all: the rows of a table may be sorted.
    static int[] Rows(int count, int targets)
    {
        int taken = Math.Min(count, Math.Clamp(MostWork / targets, FewestRows, MostRows));
        return [.. Enumerable.Range(0, taken).Select(i => (int)((long)i * count / taken))];
    }

    // The gradient of a target's loss at length 1; null where there is none.
    static double[]? Direction(Module model, Tensor[] shared, Dataset data, Tensor x, int[] rows, int target)
    {
        foreach (Tensor parameter in shared)
            parameter.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor loss = TargetLosses.Of(model.Forward(x), data, rows, target);
        // Gradients do not pass through a committee.
        if (!loss.RequiresGradient)
            return null;
        tape.Backward(loss);
        double[] gradient = new double[shared.Sum(parameter => parameter.Shape.Size)];
        int at = 0;
        foreach (Tensor parameter in shared)
        {
            if (parameter.HasGradient)
                for (int i = 0; i < parameter.Shape.Size; i++)
                    gradient[at + i] = parameter.Gradient[i];
            at += parameter.Shape.Size;
        }
        double length = Math.Sqrt(Dot(gradient, gradient));
        if (length is 0 or double.NaN or double.PositiveInfinity)
            return null;
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] /= length;
        return gradient;
    }

    static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
