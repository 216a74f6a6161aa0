namespace Elucid.Kernels;

/// <summary>The blocks of queries and keys that attention is cut into, and the products of them.</summary>
internal static unsafe class AttentionBlocks
{
    /// <summary>Queries and keys of a block: its scores (16 KiB) stay in the first-level cache beside a tile's operands.</summary>
    public const int Queries = 32, Keys = 128;

    /// <summary>As many numbers as whole vectors hold.</summary>
    public static int Padded(int count) => (count + 15) & ~15;

    public static void Product(int m, int n, int k, GemmOperand a, GemmOperand b, float* c, int stride, GemmStart start) =>
        GemmBlocks.Multiply(new(m, n, k), a, b, new(ref *c, stride), start, default(PlacedEpilogue<NoEpilogue>));

    /// <summary>How a sum goes on with a block whose first term has this number. By that alone, not by how many there will be: a query's result is
    /// the same whatever comes after it.</summary>
    public static GemmStart From(int term) => term < LongSum.Longest ? GemmStart.Resume : GemmStart.Apart;

    public static void Multiply(float* x, float* factors, int rows, int width, float* y)
    {
        for (int i = 0, row = 0; i < rows; i++, row += Keys)
            Elementwise.Multiply(
                new ReadOnlySpan<float>(x + row, width), new ReadOnlySpan<float>(factors + row, width), new Span<float>(y + row, width));
    }
}
