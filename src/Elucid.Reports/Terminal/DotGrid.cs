namespace Elucid.Reports;

/// <summary>Characters made of dots: 2 × 4 in braille, 1 × 1 in ASCII.</summary>
internal sealed class DotGrid(int columns, int rows, int cellX, int cellY)
{
    // Bits of the dots of U+2800, by row and column within the cell.
    static ReadOnlySpan<byte> Bits => [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

    readonly byte[,] _dots = new byte[rows, columns];
    readonly int[,] _series = new int[rows, columns];

    public int DotsX => columns * cellX;

    public int DotsY => rows * cellY;

    /// <summary>Whether a dot is a whole character, and so too coarse for broken lines.</summary>
    public bool IsDense => cellX == 1;

    public void Set(double x, double y, int series)
    {
        if (!(x > -0.5 && x < DotsX - 0.5 && y > -0.5 && y < DotsY - 0.5))
            return;
        (int column, int row) = ((int)Math.Round(x), (int)Math.Round(y));
        _dots[row / cellY, column / cellX] |= Bits[row % cellY * 2 + column % cellX];
        _series[row / cellY, column / cellX] = series;
    }

    public char[,] ToCells(Func<int, char> mark)
    {
        var cells = new char[rows, columns];
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
                cells[r, c] = _dots[r, c] == 0 ? ' ' : IsDense ? mark(_series[r, c]) : (char)(0x2800 + _dots[r, c]);
        }
        return cells;
    }
}
