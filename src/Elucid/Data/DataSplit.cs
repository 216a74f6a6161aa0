namespace Elucid;

/// <summary>A dataset divided into the rows to learn from, those to judge by, and, if held out, those to choose settings by.</summary>
/// <param name="Train">The rows to learn from.</param>
/// <param name="Test">The rows that judge the result, used once at the end.</param>
/// <param name="Validation">The rows that choose the learning rate or the best epoch; null until <see cref="HoldOut"/>.</param>
public sealed record DataSplit(Dataset Train, Dataset Test, Dataset? Validation = null)
{
    /// <summary>All rows to learn from where memory does not hold them; <see cref="Train"/> then has some of them, drawn at random. Null where it has
    /// all.</summary>
    public RowChunks? Streamed { get; init; }

    /// <summary>Moves training rows into <see cref="Validation"/>, as a splitter says; the test rows stay as they are.</summary>
    /// <param name="splitter">Its test part becomes the validation part: <see cref="Splitter.Stratified"/>, or <see cref="Splitter.ByTime"/> for
    /// series.</param>
    /// <exception cref="InvalidOperationException">There is a validation part already.</exception>
    /// <exception cref="ArgumentException">The training rows cannot be divided so.</exception>
    public DataSplit HoldOut(Splitter splitter)
    {
        if (Validation is not null)
            throw new InvalidOperationException(
                $"Dataset '{Train.Name}' has a validation part of {Validation.Count} rows already. Hold out rows once.");
        DataSplit parts = Train.Split(splitter);
        return new DataSplit(parts.Train, Test, parts.Test);
    }
}

/// <summary>How much of a dataset: a number of rows or a fraction of them.</summary>
public readonly record struct Portion
{
    readonly double _fraction;
    readonly int _rows;

    Portion(double fraction, int rows) => (_fraction, _rows) = (fraction, rows);

    /// <summary>A fraction of the rows, rounded to whole rows.</summary>
    /// <exception cref="ArgumentException">Not between 0 and 1, exclusive.</exception>
    public static Portion Fraction(double fraction) => fraction is > 0 and < 1
        ? new Portion(fraction, 0)
        : throw new ArgumentException($"Expected a fraction of the rows between 0 and 1, such as 0.2, but got {fraction}. For a number of rows use "
            + "Portion.Rows.");

    /// <summary>A number of rows.</summary>
    /// <exception cref="ArgumentException">Zero or negative.</exception>
    public static Portion Rows(int count) => count > 0
        ? new Portion(0, count)
        : throw new ArgumentException($"Expected a number of rows of at least 1, but got {count}.");

    /// <summary>The number of rows out of <paramref name="total"/>, leaving at least one.</summary>
    internal int Of(int total, string name)
    {
        int rows = _rows > 0 ? _rows : RowsOf(total);
        return rows > 0 && rows < total ? rows : throw new ArgumentException(_rows > 0
            ? $"Dataset '{name}': expected a part of at least 1 and at most {total - 1} of its {total} rows, but {rows} rows were asked for. Ask for "
                + "another size."
            : $"Dataset '{name}': expected at least {LeastRows} rows, so that {_fraction} of them is a row and one is left beside it, but there "
                + $"{(total == 1 ? "is" : "are")} {total}. Add rows{(total > 2 ? ", or ask for another size" : "")}.");
    }

    int RowsOf(int total) => (int)Math.Round(_fraction * total);

    // The fewest rows of which the part is one at least, and not all.
    long LeastRows
    {
        get
        {
            long least = (long)(0.5 / Math.Min(_fraction, 1 - _fraction));
            while (Math.Round(_fraction * least) < 1 || Math.Round(_fraction * least) >= least)
                least++;
            return least;
        }
    }
}
