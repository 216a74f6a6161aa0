using System.Security.Cryptography;
using System.Text;

namespace Elucid.Lab;

/// <summary>The rows of a table of which one column is prose: its texts become tokens anew for each split.</summary>
/// <param name="Column">The column of prose.</param>
/// <param name="Target">The column to predict.</param>
/// <param name="Texts">The texts, row by row.</param>
/// <param name="Pairs">Parts of words; 0 for words.</param>
/// <param name="MostTokens">Tokens of a row; 0 for those of the longest text.</param>
internal sealed record ProseRows(string Column, string Target, IReadOnlyList<string> Texts, int Pairs, int MostTokens)
{
    /// <summary>The body that reads the texts, whose tokens they become; null where the training rows teach what tokens there are.</summary>
    public PretrainedBody? Body { get; init; }

    /// <summary>What tells it from others.</summary>
    public string Fingerprint
    {
        get
        {
            using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(Encoding.UTF8.GetBytes($"{Pairs} {MostTokens}"));
            foreach (string text in Texts)
                hash.AppendData(Encoding.UTF8.GetBytes(text + "\0"));
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }

    /// <summary>About how many tokens a row has.</summary>
    public int Length(int rows) => MostTokens > 0 ? MostTokens : Encoder([.. Enumerable.Range(0, rows)]).Length;

    /// <summary>Reads the texts that parts name by their numbers; what tokens there are the training part alone teaches.</summary>
    public StudyData.PreparedSplit Prepare(DataSplit parts)
    {
        ProseEncoder encoder = Encoder(NumbersOf(parts.Train));
        DataSplit read = new(
            Read(parts.Train, encoder), Read(parts.Test, encoder), parts.Validation is null ? null : Read(parts.Validation, encoder));
        if (Standardizer.Fit(read.Train).Targets is not { } targets)
            return new(read, null, encoder);
        // Tokens stay what they are.
        int width = encoder.Length;
        Standardizer scales = new(new ColumnScales(new float[width], [.. Enumerable.Repeat(1f, width)]), targets);
        return new(scales.Apply(read), scales, encoder);
    }

    ProseEncoder Encoder(int[] rows)
    {
        string[] texts = [.. rows.Select(row => Texts[row])];
        return Body?.EncoderFor(texts) ?? ProseEncoder.Fit(texts, Pairs, MostTokens);
    }

    Dataset Read(Dataset part, ProseEncoder encoder)
    {
        float[] tokens = encoder.Encode([.. NumbersOf(part).Select(row => Texts[row])]);
        return part.Task == LearningTask.Classification
            ? new Dataset(part.Name, tokens, [encoder.Length], part.Labels.ToArray(), part.ClassNames) { VocabularySize = encoder.VocabularySize }
            : new Dataset(part.Name, tokens, [encoder.Length], part.Targets.ToArray(), part.TargetNames) { VocabularySize = encoder.VocabularySize };
    }

    static int[] NumbersOf(Dataset part) => [.. part.Features.ToArray().Select(row => (int)row)];
}
