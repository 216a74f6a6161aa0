using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>The answer to the question what ELU costs.</summary>
public static class ActivationCost
{
    const string Elu = "elu", Relu = "relu";

    /// <summary>Built from the figures for float, or those of the first type; empty where ELU was not measured.</summary>
    public static string Answer(ActivationBenchReport report)
    {
        ElementType[] types = [.. report.Speeds.Select(s => s.Type).Distinct()];
        ElementType type = types.Contains(ElementType.Float) ? ElementType.Float : types[0];
        int[] sizes = [.. report.Speeds.Where(s => s.Type == type).Select(s => s.Elements).Distinct().Order()];
        (int small, int large) = (sizes[0], sizes[^1]);
        if (report.Find(Elu, type, isBackward: false, large) is not { } outOfCache
            || report.Find(Elu, type, isBackward: false, small) is not { } inCache)
            return "";
        double back = report.Find(Elu, type, isBackward: true, large)!.TimesRelu;
        string answer =
            $"ELU costs {Times(outOfCache.TimesRelu)} ReLU on {Size(large)} elements, out of cache ({Times(back)} backward), and "
                + $"{Times(inCache.TimesRelu)} in the first cache";
        if (type != ElementType.Float)
            return answer + ".";
        double more = ShareOfStep(report, small);
        return $"{answer}; the training step of a layer with {report.Layer.Inputs} inputs takes "
            + $"{(more < 0.0005 ? "no longer for it" : $"{Format.Percent(more)} longer for it")}.";
    }

    /// <summary>64 Ki for 65,536.</summary>
    public static string Size(int elements) =>
        elements % (1 << 20) == 0 ? $"{elements >> 20} Mi" : elements % (1 << 10) == 0 ? $"{elements >> 10} Ki" : Format.Count(elements);

    // A step makes three products for each output, and goes through the activation forward and backward, in the cache.
    static double ShareOfStep(ActivationBenchReport report, int elements)
    {
        double elu = PerElement(Elu), relu = PerElement(Relu);
        return (elu - relu) / (report.Layer.SecondsPerElement + relu);

        double PerElement(string function) =>
            (report.Find(function, ElementType.Float, isBackward: false, elements)!.Seconds
                + report.Find(function, ElementType.Float, isBackward: true, elements)!.Seconds) / elements;
    }

    static string Times(double ratio) => $"{Format.Fixed(ratio, 2)} times";
}
