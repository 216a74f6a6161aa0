using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a network makes of a column of prose: the errors that it was surest of, which words are alike to it, where it looks.</summary>
internal sealed class ProseSections : TaskSections
{
    const int MostErrors = 8, MostWords = 12, Neighbours = 5, FewestLetters = 4, MostAttended = 24, FirstToken = 2, Head = 90;

    protected override bool AreFor(RunResult run) => run.File.Prose is not null;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        ProseEncoder encoder = run.File.Prose!.Encoder;
        if (run.Data.Task == LearningTask.Classification && Errors(run, encoder) is { } errors)
            yield return errors;
        if (Alike(run, encoder) is { } alike)
            yield return alike;
        if (Attention(run, encoder) is { } attention)
            yield return attention;
    }

    static ReportSection? Errors(RunResult run, ProseEncoder encoder)
    {
        Dataset test = run.Split.Test;
        int classes = test.OutputCount;
        double[] p = LogProbabilities.FromLogits(Evaluation.Outputs(run.Network, test).Values, classes);
        var wrong = Enumerable.Range(0, test.Count)
            .Select(row => (Row: row, Best: Enumerable.Range(0, classes).MaxBy(label => p[row * classes + label])))
            .Where(answer => answer.Best != test.Labels[answer.Row]).OrderByDescending(answer => p[answer.Row * classes + answer.Best]).ToArray();
        if (wrong.Length == 0)
            return null;
        return new ReportSection(
            "Which errors was it most sure of?",
            "Rows of the test data that it took for another class without a doubt. Some of them are mislabelled, or belong to both.", [])
        {
            Tables =
            [
                new ReportTable(
                    $"{Format.Count(wrong.Length)} of {Format.Count(test.Count)} rows are wrong",
                    [new("text"), new("is"), new("taken for"), new("with", Alignment: ColumnAlignment.End)],
                    [
                        .. wrong.Take(MostErrors).Select(answer => new ReportRow(
                            TextOf(test, answer.Row, encoder), test.ClassNames[test.Labels[answer.Row]], test.ClassNames[answer.Best],
                            Format.Percent(Math.Exp(p[answer.Row * classes + answer.Best])))),
                    ]),
            ],
        };
    }

    // Of the frequent words those with some letters that do not stand nearly everywhere: articles and the like have all neighbours and none.
    static ReportSection? Alike(RunResult run, ProseEncoder encoder)
    {
        Tensor vectors =
            run.Network.NamedParameters().First(parameter => parameter.Name.EndsWith("embedding.weight", StringComparison.Ordinal)).Value;
        int width = vectors.Shape[1];
        long[] counts = new long[encoder.VocabularySize];
        foreach (float token in run.Split.Train.Features)
            counts[(int)token]++;
        bool IsWord(int token) => encoder.NameOf(token) is var name && name.Length >= FewestLetters && name.All(c => char.IsLetter(c) || c == ' ');
        int most = run.Split.Train.Count / 20;
        int[] words = [.. Enumerable.Range(FirstToken, encoder.VocabularySize - FirstToken).Where(token => counts[token] >= 5 && IsWord(token))
            .OrderByDescending(token => counts[token]).ThenBy(token => token)];
        if (words.Length <= Neighbours || !words.Any(word => counts[word] <= most))
            return null;
        double Alike(int a, int b)
        {
            double dot = 0, aa = 0, bb = 0;
            for (int i = 0; i < width; i++)
            {
                (double x, double y) = (vectors.Values[a * width + i], vectors.Values[b * width + i]);
                (dot, aa, bb) = (dot + x * y, aa + x * x, bb + y * y);
            }
            return dot / Math.Sqrt(Math.Max(aa * bb, double.Epsilon));
        }
        return new ReportSection(
            "Which words are alike to it?",
            "The nearest vectors of frequent words, by the cosine of the angle between them. Words are near where they speak for the same answer, "
                + "not where they mean the same.", [])
        {
            Tables =
            [
                new ReportTable(
                    "Nearest neighbours", [new("word"), new("neighbours, and the cosine")],
                    [
                        .. words.Where(word => counts[word] <= most).Take(MostWords).Select(word => new ReportRow(
                            encoder.NameOf(word).Trim(),
                            string.Join(", ", words.Where(other => other != word).Select(other => (Other: other, Cosine: Alike(word, other)))
                                .OrderByDescending(near => near.Cosine).Take(Neighbours)
                                .Select(near => $"{encoder.NameOf(near.Other).Trim()} {Format.Number(near.Cosine)}")))),
                    ]),
            ],
        };
    }

    static ReportSection? Attention(RunResult run, ProseEncoder encoder)
    {
        if (!run.Network.NamedModules().Any(module => module.Module is MultiHeadAttention))
            return null;
        Dataset test = run.Split.Test;
        int length = test.FeatureCount;
        // A text of a length that can be read in a picture.
        int row = Enumerable.Range(0, test.Count).MinBy(row => Math.Abs(LengthOf(test, row) - MostAttended / 2));
        int tokens = Math.Min(LengthOf(test, row), MostAttended);
        using Tape tape = Tape.StartWithoutGradients();
        using Taps taps = Taps.On(run.Network, module => module is MultiHeadAttention);
        run.Network.Forward(new Tensor([1, length], test.Features.Slice(row * length, length)));
        Tensor weights = taps.Readings[^1].AttentionWeights!;
        int heads = weights.Shape[1];
        string[] names = [.. Enumerable.Range(0, tokens).Select(place => Name(test, row, place, encoder))];
        double Weight(int from, int to) =>
            Enumerable.Range(0, heads).Average(head => weights.Values[(head * length + from) * length + to]);
        return new ReportSection(
            "Where does it look?",
            "One text of the test data in the last block, the mean over its heads: how much each word, from top to bottom, takes from each of "
                + "the others.",
            [
                new HeatMapChart(
                    names,
                    [.. names.Index().Select(from => new HeatMapRow(from.Item, [.. names.Index().Select(to => Weight(from.Index, to.Index))]))])
                {
                    Title = $"Attention, {run.File.Prose!.Target}: {Answer(run, test, row)}",
                    Value = new Axis("attention weight"),
                    RowLabel = "takes from",
                    ColumnLabel = "what is looked at",
                },
            ]);
    }

    static string Answer(RunResult run, Dataset test, int row)
    {
        float[] tokens = test.Features.Slice(row * test.FeatureCount, test.FeatureCount).ToArray();
        Prediction answer = new TrainedModel(run.File, run.Network).Predict(tokens);
        return answer.Class is { } name ? $"answered {name}, is {test.ClassNames[test.Labels[row]]}" : $"answered {Format.Number(answer.Value ?? 0)}";
    }

    static int LengthOf(Dataset test, int row) =>
        test.Features.Slice(row * test.FeatureCount, test.FeatureCount).LastIndexOfAnyExcept(0f) + 1;

    // Two columns of one name would be one to a reader, so each has its place.
    static string Name(Dataset test, int row, int place, ProseEncoder encoder) =>
        $"{place + 1} {encoder.NameOf((int)test.Features[row * test.FeatureCount + place]).Trim()}";

    static string TextOf(Dataset test, int row, ProseEncoder encoder)
    {
        float[] tokens = test.Features.Slice(row * test.FeatureCount, LengthOf(test, row)).ToArray();
        IEnumerable<string> names = tokens.Select(token => encoder.NameOf((int)token));
        string text = string.Join(encoder.Tokenizer is null ? " " : "", names).Trim();
        return text.Length <= Head ? text : text[..Head] + "…";
    }
}
