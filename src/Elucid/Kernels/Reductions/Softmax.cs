using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// Softmax, log-softmax and cross-entropy of each row of a [rows, columns] matrix. The largest element is subtracted first, so that no exponential
/// overflows.
/// </summary>
/// <remarks>
/// A row that holds NaN or +∞, or −∞ only, has no softmax: it gives NaN, as in PyTorch. A single −∞ means probability 0.
/// Bits do not depend on the width of the vectors.
/// </remarks>
public static class Softmax
{
    /// <summary>y[i, j] = e^x[i, j] / Σₗ e^x[i, l].</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="columns">The length of a row, at least 1; the length of <paramref name="x"/> is a multiple of it.</param>
    /// <param name="y">[rows, columns]; may be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Forward(ReadOnlySpan<float> x, int columns, Span<float> y)
    {
        int rows = Rows("Softmax.Forward", x.Length, columns);
        CheckLength("Softmax.Forward", "y", x.Length, y.Length);
        for (int i = 0; i < rows; i++)
            SubtractMax(x.Slice(i * columns, columns), y.Slice(i * columns, columns));
        Elementwise.Unary(default(Exponential), y, y, accumulate: false);
        for (int i = 0; i < rows; i++)
            Normalise(y.Slice(i * columns, columns));
    }

    /// <summary>Adds or writes the gradient of <see cref="Forward"/>: dx = y·(dy − Σₗ yₗ·dyₗ).</summary>
    /// <param name="y">The output of <see cref="Forward"/>, [rows, columns].</param>
    /// <param name="dy">The gradient of y.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="dx">The gradient of x.</param>
    /// <param name="accumulate">Whether the gradient is added to <paramref name="dx"/>; otherwise it overwrites it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void Backward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int columns, Span<float> dx, bool accumulate = false)
    {
        int rows = Rows("Softmax.Backward", y.Length, columns);
        CheckLength("Softmax.Backward", "dy", y.Length, dy.Length);
        CheckLength("Softmax.Backward", "dx", y.Length, dx.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> p = y.Slice(i * columns, columns), dyRow = dy.Slice(i * columns, columns);
            Elementwise.Binary(new SoftmaxBackward(Reduce.Dot(p, dyRow)), p, dyRow, dx.Slice(i * columns, columns), accumulate);
        }
    }

    /// <summary>result[i] = ln Σⱼ e^x[i, j]. A row of −∞ gives −∞, a row with +∞ gives +∞.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="columns">The length of a row, at least 1.</param>
    /// <param name="result">[rows].</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void LogSumExp(ReadOnlySpan<float> x, int columns, Span<float> result)
    {
        int rows = Rows("Softmax.LogSumExp", x.Length, columns);
        CheckLength("Softmax.LogSumExp", "result", rows, result.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> row = x.Slice(i * columns, columns);
            float max = Reduce.Max(row);
            float shift = float.IsInfinity(max) ? 0 : max;   // ∞ − ∞ would be NaN
            result[i] = shift + Log(Reduce.SumOfExp(row, shift));
        }
    }

    /// <summary>y[i, j] = x[i, j] − ln Σₗ e^x[i, l].</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="columns">The length of a row, at least 1.</param>
    /// <param name="y">[rows, columns]; may be <paramref name="x"/> itself.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void LogForward(ReadOnlySpan<float> x, int columns, Span<float> y)
    {
        int rows = Rows("Softmax.LogForward", x.Length, columns);
        CheckLength("Softmax.LogForward", "y", x.Length, y.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> from = x.Slice(i * columns, columns);
            float max = Reduce.Max(from);
            // Subtracted one after the other: max + ln Σ, rounded at the size of max, would lose the digits of a large row.
            Elementwise.Unary(new Shifted(max, Log(Reduce.SumOfExp(from, max))), from, y.Slice(i * columns, columns), accumulate: false);
        }
    }

    /// <summary>Adds or writes the gradient of <see cref="LogForward"/>: dx = dy − e^y·Σₗ dyₗ.</summary>
    /// <param name="y">The output of <see cref="LogForward"/>, [rows, columns].</param>
    /// <param name="dy">The gradient of y.</param>
    /// <param name="columns">The length of a row.</param>
    /// <param name="dx">The gradient of x.</param>
    /// <param name="accumulate">Whether the gradient is added to <paramref name="dx"/>; otherwise it overwrites it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void LogBackward(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, int columns, Span<float> dx, bool accumulate = false)
    {
        int rows = Rows("Softmax.LogBackward", y.Length, columns);
        CheckLength("Softmax.LogBackward", "dy", y.Length, dy.Length);
        CheckLength("Softmax.LogBackward", "dx", y.Length, dx.Length);
        for (int i = 0; i < rows; i++)
        {
            ReadOnlySpan<float> dyRow = dy.Slice(i * columns, columns);
            Elementwise.Binary(
                new LogSoftmaxBackward(Reduce.Sum(dyRow)), y.Slice(i * columns, columns), dyRow, dx.Slice(i * columns, columns), accumulate);
        }
    }

    /// <summary>
    /// The cross-entropy of softmax(x) against labels: losses[i] = −Σⱼ tⱼ·ln p[i, j], where t is 1 − ε at the label plus ε / columns everywhere.
    /// </summary>
    /// <param name="x">Logits, [rows, columns].</param>
    /// <param name="labels">[rows], each from 0 to columns − 1.</param>
    /// <param name="smoothing">ε from 0 to 1 (Szegedy et al. 2016, arXiv:1512.00567, section 7); 0 is the plain cross-entropy.</param>
    /// <param name="losses">[rows].</param>
    /// <param name="probabilities">softmax(x), [rows, columns], read by <see cref="CrossEntropyBackward"/>. Not <paramref name="x"/> itself.</param>
    /// <param name="ignored">Rows with this label, such as padding, have the loss 0 and no gradient; none by default.</param>
    /// <exception cref="ArgumentException">A length does not fit, a label is no column, or ε is outside [0, 1].</exception>
    public static void CrossEntropy(
        ReadOnlySpan<float> x, ReadOnlySpan<int> labels, float smoothing, Span<float> losses, Span<float> probabilities, int? ignored = null)
    {
        int columns = Columns("Softmax.CrossEntropy", x.Length, labels.Length);
        CheckLength("Softmax.CrossEntropy", "losses", labels.Length, losses.Length);
        CheckLength("Softmax.CrossEntropy", "probabilities", x.Length, probabilities.Length);
        CheckSmoothing(smoothing);
        for (int i = 0; i < labels.Length; i++)
        {
            Span<float> shifted = probabilities.Slice(i * columns, columns);
            if (labels[i] == ignored)
            {
                shifted.Clear();
                continue;
            }
            int label = Label(labels, i, columns);
            SubtractMax(x.Slice(i * columns, columns), shifted);
            losses[i] = smoothing > 0 ? (1 - smoothing) * shifted[label] + smoothing / columns * Reduce.Sum(shifted) : shifted[label];
        }
        Elementwise.Unary(default(Exponential), probabilities, probabilities, accumulate: false);
        for (int i = 0; i < labels.Length; i++)
            losses[i] = labels[i] == ignored ? 0 : Log(Normalise(probabilities.Slice(i * columns, columns))) - losses[i];
    }

    /// <summary>Adds or writes the gradient of <see cref="CrossEntropy"/>: dx[i, j] = scale·(p[i, j] − t[i, j]).</summary>
    /// <param name="probabilities">What <see cref="CrossEntropy"/> computed, [rows, columns].</param>
    /// <param name="labels">[rows].</param>
    /// <param name="smoothing">The same ε.</param>
    /// <param name="scale">The gradient of every loss: 1 / rows when the loss is the mean.</param>
    /// <param name="dx">The gradient of the logits, [rows, columns]; may be <paramref name="probabilities"/> itself if not accumulated.</param>
    /// <param name="accumulate">Whether the gradient is added to <paramref name="dx"/>; otherwise it overwrites it.</param>
    /// <param name="ignored">The same label as there.</param>
    /// <exception cref="ArgumentException">A length does not fit, a label is no column, or ε is outside [0, 1].</exception>
    public static void CrossEntropyBackward(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<int> labels, float smoothing, float scale, Span<float> dx, bool accumulate = false,
        int? ignored = null)
    {
        int columns = Columns("Softmax.CrossEntropyBackward", probabilities.Length, labels.Length);
        CheckLength("Softmax.CrossEntropyBackward", "dx", probabilities.Length, dx.Length);
        CheckSmoothing(smoothing);
        for (int i = 0; i < labels.Length; i++)
        {
            ReadOnlySpan<float> p = probabilities.Slice(i * columns, columns);
            Span<float> row = dx.Slice(i * columns, columns);
            if (labels[i] == ignored)
            {
                if (!accumulate)
                    row.Clear();
                continue;
            }
            int label = Label(labels, i, columns);
            // p − 1 before the product: near p = 1 the difference is exact, that of the products is not.
            float atLabel = (accumulate ? row[label] : 0) + scale * (p[label] - smoothing / columns - (1 - smoothing));
            Elementwise.Unary(new Scaled(scale, smoothing / columns), p, row, accumulate);
            row[label] = atLabel;
        }
    }

    // The exponentials, which cost most, are computed for all rows at once: rows of ten would leave half of every vector empty.
    static void SubtractMax(ReadOnlySpan<float> x, Span<float> y) => Elementwise.Unary(new Shifted(Reduce.Max(x), 0), x, y, accumulate: false);

    /// <summary>Divides by the sum, and returns it.</summary>
    static float Normalise(Span<float> row)
    {
        float sum = Reduce.Sum(row);
        Elementwise.Scale(1 / sum, row, row);
        return sum;
    }

    static float Log(float x) => Lane1.Log(new Lane1(x)).Value;

    static int Rows(string where, int length, int columns)
    {
        if (columns < 1 || length % columns != 0)
            ThrowColumns(where, length, columns);
        return length / columns;
    }

    static int Columns(string where, int length, int rows)
    {
        if (rows == 0 ? length != 0 : length == 0 || length % rows != 0)
            ThrowRows(where, length, rows);
        return rows == 0 ? 0 : length / rows;
    }

    static int Label(ReadOnlySpan<int> labels, int row, int columns)
    {
        if ((uint)labels[row] >= (uint)columns)
            ThrowLabel(labels[row], row, columns);
        return labels[row];
    }

    static void CheckLength(string where, string what, int expected, int got)
    {
        if (got != expected)
            ThrowLength(where, what, expected, got);
    }

    static void CheckSmoothing(float smoothing)
    {
        if (!(smoothing is >= 0 and <= 1))
            ThrowSmoothing(smoothing);
    }

    [DoesNotReturn]
    static void ThrowColumns(string where, int length, int columns) =>
        throw new ArgumentException($"{where}: expected rows of at least 1 column that fill x, but got {length} numbers and {columns} columns.");

    [DoesNotReturn]
    static void ThrowRows(string where, int length, int rows) =>
        throw new ArgumentException($"{where}: expected a row of logits for each label, but got {length} numbers and {rows} labels.");

    [DoesNotReturn]
    static void ThrowLabel(int label, int row, int columns) =>
        throw new ArgumentException($"Softmax.CrossEntropy: expected labels from 0 to {columns - 1}, but got {label} in row {row}.");

    [DoesNotReturn]
    static void ThrowLength(string where, string what, int expected, int got) =>
        throw new ArgumentException($"{where}: expected {expected} numbers in {what}, but got {got}.");

    [DoesNotReturn]
    static void ThrowSmoothing(float smoothing) =>
        throw new ArgumentException($"Softmax.CrossEntropy: expected label smoothing from 0 to 1, but got {smoothing}.");

    readonly struct Exponential : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => V.Exp(x);
    }

    readonly struct Shifted(float first, float second) : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => x - V.Of(first) - V.Of(second);
    }

    readonly struct Scaled(float scale, float offset) : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V x) where V : struct, ILane<V> => V.Of(scale) * (x - V.Of(offset));
    }

    readonly struct SoftmaxBackward(float dot) : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy) where V : struct, ILane<V> => y * (dy - V.Of(dot));
    }

    readonly struct LogSoftmaxBackward(float sum) : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V y, V dy) where V : struct, ILane<V> => dy - V.Exp(y) * V.Of(sum);
    }
}
