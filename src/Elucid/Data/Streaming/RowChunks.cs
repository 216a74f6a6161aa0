namespace Elucid;

/// <summary>
/// Examples that memory does not hold at once, in parts that it holds one at a time. Rows are dealt to the parts at random: parts in random order,
/// each with its rows in random order, are a shuffle in which neighbours on the way to a network are seldom neighbours in the file.
/// </summary>
/// <remarks>A <see cref="DataLoader"/> and a <see cref="Trainer"/> take them in place of a dataset.</remarks>
public sealed class RowChunks
{
    readonly IReadOnlyList<RowFile> _files;
    readonly Func<float[], Dataset> _toDataset;

    /// <param name="files">The rows of each part, at least one.</param>
    /// <param name="toDataset">Makes examples of the numbers in a file.</param>
    internal RowChunks(IReadOnlyList<RowFile> files, Func<float[], Dataset> toDataset) => (_files, _toDataset) = (files, toDataset);

    /// <summary>How many parts.</summary>
    public int ChunkCount => _files.Count;

    /// <summary>How many rows all parts have together.</summary>
    public long Count => _files.Sum(file => file.Count);

    /// <summary>How many rows a part has, at least 1.</summary>
    /// <param name="chunk">Its number, from 0.</param>
    public int RowsOf(int chunk) => (int)_files[chunk].Count;

    /// <summary>Reads a part.</summary>
    /// <param name="chunk">Its number, from 0.</param>
    /// <returns>Its examples, in no order that means anything.</returns>
    public Dataset Load(int chunk)
    {
        float[] rows = new float[RowsOf(chunk) * _files[chunk].Width];
        _files[chunk].Read(0, rows);
        return _toDataset(rows);
    }
}
