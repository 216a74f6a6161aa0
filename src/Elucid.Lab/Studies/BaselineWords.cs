using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How networks stand to the baselines, in a sentence each; nothing where they beat both.</summary>
internal static class BaselineWords
{
    /// <summary>Sentences with spaces between them.</summary>
    /// <param name="task">What the scores are.</param>
    /// <param name="networks">The best first.</param>
    /// <param name="trivial">The trivial baseline.</param>
    /// <param name="linear">The linear one.</param>
    /// <param name="subject">What one network alone is spoken of as.</param>
    internal static string Describe(
        TaskProfile task, IReadOnlyList<Judged> networks, Judged trivial, Judged linear, string subject = "the network")
    {
        Metric metric = task.Deciding;
        double Score(Judged n) => n.By(metric);
        bool Beats(Judged n, Judged other) => metric.IsBetter(Score(n), Score(other));
        string Text(Judged n) => metric.Text(Score(n));
        string? alone = networks.Count == 1 ? subject : null;
        List<string> sentences = [];

        Judged[] useless = [.. networks.Where(n => task.IsTrivial(n, trivial))];
        if (useless.Length == networks.Count)
            sentences.Add(task.Useless(useless, trivial, alone));
        else if (useless.Length > 0)
            sentences.Add($"{string.Join(", ", useless.Select(n => n.Name))} {(useless.Length == 1 ? "is" : "are")} {task.Than(trivial)}.");
        foreach (Judged n in networks.Where(n => !task.IsTrivial(n, trivial) && !Beats(n, trivial)))
            sentences.Add(
                $"{(alone is null ? n.Name : Wording.Capital(alone))} does not beat the {metric.Name} of the {trivial.Name} ({Text(trivial)}), but "
                    + $"{task.Merit(n, trivial)}.");
        if (useless.Length < networks.Count && Beats(linear, networks[0]))
            sentences.Add($"{task.LinearKind} does better: {linear.Name} has a{(alone is null ? " mean" : "")} {metric.Name} of {Text(linear)}.");
        if (networks.Append(linear).Any(n => task.IsTooGood(n, trivial)))
            sentences.Add(task.TooGood);
        return string.Join(' ', sentences);
    }
}
