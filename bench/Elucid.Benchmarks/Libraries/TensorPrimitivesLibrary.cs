using System.Numerics;

namespace Benchmarks.Libraries;

/// <summary>Compositions of <c>TensorPrimitives</c>: pass after pass over the whole span, or over blocks that stay in the first-level
/// cache.</summary>
/// <param name="isBlocked">Whether the passes run block by block.</param>
sealed class TensorPrimitivesLibrary(bool isBlocked) : ILibrary
{
    const int Block = 2048;

    public string Name => isBlocked ? "TensorPrimitives, blocked" : "TensorPrimitives";

    public Job<T>? Forward<T>(string function, Arrays<T> batch) where T : unmanaged => batch switch
    {
        Arrays<float> floats => Compose(function, floats) as Job<T>,
        Arrays<double> doubles => Compose(function, doubles) as Job<T>,
        Arrays<Half> halves => Compose(function, halves) as Job<T>,
        _ => null,
    };

    Job<T>? Compose<T>(string function, Arrays<T> batch) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!Compositions<T>.Functions.TryGetValue(function, out Composition<T>? f))
            return null;
        Numbers<T> between = new(isBlocked ? Block : batch.Count);
        return new(batch.Y, isBlocked
            ? () => RunBlocks(f, batch.X.Span, batch.Y.Span, between.Span)
            : () => f(batch.X.Span, batch.Y.Span, between.Span));
    }

    // All passes over one block after the other; t holds one block.
    static void RunBlocks<T>(Composition<T> f, ReadOnlySpan<T> x, Span<T> y, Span<T> t)
    {
        for (int start = 0; start < x.Length; start += t.Length)
        {
            int count = Math.Min(t.Length, x.Length - start);
            f(x.Slice(start, count), y.Slice(start, count), t[..count]);
        }
    }
}
