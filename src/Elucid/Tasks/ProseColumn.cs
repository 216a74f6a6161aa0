namespace Elucid;

/// <summary>The column of prose that a model reads.</summary>
/// <param name="Column">Its name in the table.</param>
/// <param name="Target">The column that the model learned to predict.</param>
/// <param name="Encoder">What makes tokens of a text.</param>
public sealed record ProseColumn(string Column, string Target, ProseEncoder Encoder)
{
    /// <summary>Reads a table to predict from; its answers are known where it has the column of the target.</summary>
    internal NewRows ReadRows(CsvColumns table, LearningTask task, IReadOnlyList<string> outputs)
    {
        float[]? targets = null;
        if (table.Has(Target))
        {
            Dictionary<string, int> labels = outputs.Index().ToDictionary(output => output.Item, output => output.Index);
            targets = task == LearningTask.Classification
                ? [.. table[Target].Select(text => labels.TryGetValue(text, out int label) ? label : float.NaN)]
                : [.. table.Numbers(Target).Select(number => (float)number)];
        }
        return new NewRows(Encoder.Encode(table[Column]), new Dictionary<int, string>(), 0, 0) { Targets = targets };
    }
}

/// <summary>The same as JSON.</summary>
/// <remarks>The tokenizer is called by what it was at first: that of byte pairs.</remarks>
internal sealed record ProseDocument(string Column, string Target, int Length, string[] Words, string? Pairs)
{
    public static ProseDocument Of(ProseColumn prose) => new(
        prose.Column, prose.Target, prose.Encoder.Length, [.. prose.Encoder.Words],
        prose.Encoder.Tokenizer is { } tokenizer ? TokenizerJson.Write(tokenizer) : null);

    public ProseColumn ToColumn()
    {
        Tokenizer? tokenizer = Pairs is null ? null : TokenizerJson.Read(Pairs);
        if (Length is < 1 or > 1 << 16 || Words.Contains(null!))
            throw new System.Text.Json.JsonException($"'prose' has rows of {Length} tokens, or a word that is null.");
        return new(Column, Target, new ProseEncoder(Words, tokenizer, Length));
    }
}

/// <summary>Tokenizers within the JSON of a model file.</summary>
internal static class TokenizerJson
{
    public static string Write(Tokenizer tokenizer)
    {
        using MemoryStream stream = new();
        tokenizer.Save(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    public static Tokenizer Read(string json) => Tokenizer.Load(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json)), "tokenizer");
}
