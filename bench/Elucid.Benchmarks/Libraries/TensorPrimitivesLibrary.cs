namespace Elucid.Benchmarks.Libraries;

/// <summary>Compositions of <c>TensorPrimitives</c>: pass after pass over the whole span, or over blocks that stay in the first-level cache.</summary>
/// <param name="isBlocked">Whether the passes run block by block.</param>
sealed class TensorPrimitivesLibrary(bool isBlocked) : ILibrary
{
    const int Block = 2048;

    public string Name => isBlocked ? "TensorPrimitives, blocked" : "TensorPrimitives";

    public Job? Forward(string function, Batch batch)
    {
        if (!Compositions<float>.Functions.TryGetValue(function, out Composition<float>? f))
            return null;
        Numbers<float> between = new(isBlocked ? Block : batch.Count);
        return Job.Into(batch.Y, isBlocked
            ? () => RunBlocks(f, batch.X.Span, batch.Y.Span, between.Span)
            : () => f(batch.X.Span, batch.Y.Span, between.Span));
    }

    /// <summary>Runs all passes over one block after the other; <paramref name="t"/> holds one block.</summary>
    public static void RunBlocks<T>(Composition<T> f, ReadOnlySpan<T> x, Span<T> y, Span<T> t)
    {
        for (int start = 0; start < x.Length; start += t.Length)
        {
            int count = Math.Min(t.Length, x.Length - start);
            f(x.Slice(start, count), y.Slice(start, count), t[..count]);
        }
    }
}
