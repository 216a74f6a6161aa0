using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a language model wrote, whether it makes use of what came before, and what surprised it.</summary>
internal sealed class TextSections : TaskSections
{
    const int MostSamples = 8, MostWindows = 128, WindowsAtOnce = 16, MostSurprises = 10, Before = 40;

    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Text;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        if (run.Samples.Count > 0)
            yield return Written(run.Samples);
        Foretold[] tokens = [.. Judge(run)];
        yield return ByPlace(run, tokens);
        yield return Surprises(run, tokens);
    }

    static ReportSection Written(IReadOnlyList<EpochSample> samples)
    {
        // The first ones, where most changes, and evenly from the others.
        EpochSample[] shown = samples.Count <= MostSamples ? [.. samples] : [.. Enumerable.Range(0, MostSamples)
            .Select(i => samples[(int)((long)i * i * (samples.Count - 1) / ((MostSamples - 1) * (MostSamples - 1)))]).DistinctBy(s => s.Epoch)];
        return new ReportSection(
            "What does it write?",
            "After each epoch it went on from the beginning of text that it was not trained on. First come frequent letters, then words, then "
                + "sentences. A ⏎ is a line break.", [])
        {
            Tables =
            [
                new ReportTable(
                    $"After “{Line(samples[0].Prompt)}”", [new("epoch", Alignment: ColumnAlignment.End), new("text")],
                    [.. shown.Select(sample => new ReportRow($"{sample.Epoch}", Line(sample.Text)))]),
            ],
        };
    }

    static ReportSection ByPlace(RunResult run, Foretold[] tokens)
    {
        // Single places at first, where most changes, then more and more of them together, which have less noise.
        var places = tokens.GroupBy(token => (int)(4 * Math.Log2(token.Place + 1))).OrderBy(places => places.Key)
            .Select(places => (Place: places.Average(token => token.Place + 1.0), Nats: places.Average(token => token.Nats))).ToArray();
        double pairs = run.Baselines[1].Test.Loss;
        return new ReportSection(
            "Does it use what came before?",
            "The first token of a window is foretold from one token alone, the last one from the whole window. Where the curve stops falling, more "
                + "text before it would not help this network.",
            [
                new LineChart
                {
                    Title = "Loss by place in the window",
                    X = new("tokens before") { IsLogarithmic = true },
                    Y = new("nats per token"),
                    Series =
                    [
                        new("the network", [.. places.Select(p => p.Place)], [.. places.Select(p => p.Nats)]) { Style = new(0) },
                        new(run.Baselines[1].Name, [1, places[^1].Place], [pairs, pairs]) { Style = new(1) },
                    ],
                },
            ]);
    }

    static ReportSection Surprises(RunResult run, Foretold[] tokens)
    {
        IReadOnlyList<string> names = run.File.OutputNames;
        ReportRow Row(Foretold token) => new(
            Line(token.Before), new ReportCell(Line(names[token.Came])), Format.Number(token.Nats), Line(names[token.Expected]),
            Format.Percent(token.Probability));
        return new ReportSection(
            "What surprised it most?",
            "The tokens of the test text that it held to be the least likely. Names, rare words and misprints stand here.", [])
        {
            Tables =
            [
                new ReportTable(
                    "The least expected tokens",
                    [
                        new("text before"), new("came"), new("nats", "Minus the logarithm of its probability.", ColumnAlignment.End), new("expected"),
                        new("probability", Alignment: ColumnAlignment.End),
                    ],
                    [.. tokens.Where(token => token.Place >= Math.Min(Before, run.Split.Test.FeatureCount / 2)).OrderByDescending(token => token.Nats)
                        .Take(MostSurprises).Select(Row)]),
            ],
        };
    }

    static IEnumerable<Foretold> Judge(RunResult run)
    {
        Dataset test = run.Split.Test;
        int windows = Math.Min(MostWindows, test.Count), length = test.FeatureCount;
        for (int first = 0; first < windows; first += WindowsAtOnce)
        {
            int count = Math.Min(WindowsAtOnce, windows - first);
            float[] features = test.Features.Slice(first * length, count * length).ToArray();
            int[] targets = [.. test.Targets.Slice(first * length, count * length).ToArray().Select(token => (int)token)];
            Tensor logits = run.Network.Predict(new Tensor([count, length], features));
            int vocabulary = logits.Shape.Last;
            for (int i = 0; i < targets.Length; i++)
            {
                double[] p = LogProbabilities.FromLogits(logits.Values.Slice(i * vocabulary, vocabulary), vocabulary);
                int expected = Array.IndexOf(p, p.Max()), place = i % length;
                int[] before = [.. features[(i - Math.Min(place, Before - 1))..(i + 1)].Select(token => (int)token)];
                yield return new(place, targets[i], expected, -p[targets[i]], Math.Exp(p[expected]), run.File.Tokenizer!.Decode(before));
            }
        }
    }

    // Line breaks and spaces at the ends would not be seen.
    static string Line(string text)
    {
        StringBuilder line = new(text.Replace('\n', '⏎'));
        if (line.Length > 0 && line[0] == ' ')
            line[0] = '␣';
        if (line.Length > 0 && line[^1] == ' ')
            line[^1] = '␣';
        return line.ToString();
    }

    readonly record struct Foretold(int Place, int Came, int Expected, double Nats, double Probability, string Before);
}
