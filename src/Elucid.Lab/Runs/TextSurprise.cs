using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a language model says of a text: how far each token surprises it.</summary>
/// <param name="Csv">A line for each token but the first: its place, the token, −ln of its probability, and the likeliest one.</param>
/// <param name="Tokens">How many tokens were foretold.</param>
/// <param name="MeanNats">The mean of −ln of their probabilities.</param>
internal sealed record TextSurprise(string Csv, int Tokens, double MeanNats)
{
    /// <summary>The scores of the whole text, in a sentence.</summary>
    public IReadOnlyList<string> Notes => [$"{Format.Number(MeanNats)} nats per token, perplexity {Format.Number(Math.Exp(MeanNats))}."];

    /// <summary>The same as a table.</summary>
    public ReportTable Scores => new(
        "", [new(""), new("nats per token", Alignment: ColumnAlignment.End), new("perplexity", Alignment: ColumnAlignment.End)],
        [new($"{Format.Count(Tokens)} tokens", Format.Number(MeanNats), Format.Number(Math.Exp(MeanNats)))]);

    /// <summary>Asks a model.</summary>
    /// <param name="file">The model.</param>
    /// <param name="network">Its network.</param>
    /// <param name="path">A text in UTF-8.</param>
    /// <exception cref="DataFormatException">The file is no text, too short, or has a character that the model does not know.</exception>
    public static TextSurprise Of(ModelFile file, Module network, string path)
    {
        int[] tokens = TokensOf(file.Tokenizer!, path);
        StringBuilder csv = new("token,text,nats,likeliest\n");
        double sum = 0;
        // Windows that overlap by half: from the second on only what has half a window before it is taken.
        int window = file.FeatureShape[0], step = Math.Max(1, window / 2);
        for (int first = 0, judged = 1; judged < tokens.Length; first += step)
        {
            int length = Math.Min(window, tokens.Length - 1 - first);
            Tensor logits = network.Predict(new Tensor([1, length], [.. tokens.AsSpan(first, length).ToArray().Select(token => (float)token)]));
            int vocabulary = logits.Shape.Last;
            for (; judged <= first + length; judged++)
            {
                double[] p = LogProbabilities.FromLogits(logits.Values.Slice((judged - 1 - first) * vocabulary, vocabulary), vocabulary);
                double nats = -p[tokens[judged]];
                sum += nats;
                string came = file.OutputNames[tokens[judged]], likeliest = file.OutputNames[Array.IndexOf(p, p.Max())];
                csv.Append(CultureInfo.InvariantCulture, $"{judged + 1},{PredictionCsv.Quote(came)},{nats:G6},{PredictionCsv.Quote(likeliest)}\n");
            }
        }
        return new(csv.ToString(), tokens.Length - 1, sum / (tokens.Length - 1));
    }

    static int[] TokensOf(Tokenizer tokenizer, string path)
    {
        string text = TextFile.Read(path);
        try
        {
            int[] tokens = tokenizer.Encode(text);
            return tokens.Length > 1 ? tokens
                : throw new DataFormatException($"'{path}': expected a text of at least two tokens, but it has {tokens.Length}.");
        }
        catch (ArgumentException exception)
        {
            throw new DataFormatException($"'{path}': {exception.Message}", exception);
        }
    }
}
