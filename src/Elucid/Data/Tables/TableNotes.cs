namespace Elucid;

/// <summary>What the user should know of a table, in sentences: one for all columns of which the same is to be said.</summary>
internal sealed class TableNotes
{
    const int MostNames = 8;

    readonly List<(List<string> Columns, string Sentence)> _notes = [];

    /// <summary>The notes: <c>a, b (detail), c: sentence.</c></summary>
    public IReadOnlyList<string> Sentences =>
        [.. _notes.Select(note => note.Columns.Count == 0 ? note.Sentence : $"{Excerpt.Of(note.Columns, MostNames)}: {note.Sentence}")];

    /// <summary>A note about the table.</summary>
    public void Add(string sentence) => _notes.Add(([], sentence));

    /// <summary>A note about a column, to be said together with the others of which it is true.</summary>
    public void Add(string column, string sentence, string detail = "")
    {
        string shown = Excerpt.Of(column) + (detail.Length > 0 ? $" ({detail})" : "");
        if (_notes.FirstOrDefault(note => note.Columns.Count > 0 && note.Sentence == sentence).Columns is { } columns)
            columns.Add(shown);
        else
            _notes.Add(([shown], sentence));
    }
}
