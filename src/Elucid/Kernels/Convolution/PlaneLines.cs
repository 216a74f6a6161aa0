using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>Copies a window of planes, which may reach beyond them or skip lines and numbers: to[i, j] = plane[line + i · lineStep, start + j ·
/// step], and 0 outside.</summary>
internal readonly struct PlaneLines
{
    readonly int _height, _width, _line, _lineStep, _start, _step, _lines, _columns;

    // The lines, and the numbers of each, that lie inside.
    readonly int _above, _below, _left, _right;

    /// <param name="height">Lines of a plane.</param>
    /// <param name="width">Numbers in a line.</param>
    /// <param name="line">The first line to copy; negative for lines above the plane.</param>
    /// <param name="lineStep">From one line to the next.</param>
    /// <param name="start">The first number of a line.</param>
    /// <param name="step">From one number to the next.</param>
    /// <param name="lines">Lines to copy.</param>
    /// <param name="columns">Numbers to copy of each.</param>
    public PlaneLines(int height, int width, int line, int lineStep, int start, int step, int lines, int columns)
    {
        (_height, _width, _line, _lineStep, _start, _step, _lines, _columns) = (height, width, line, lineStep, start, step, lines, columns);
        _above = Math.Clamp(CeilingOfQuotient(-line, lineStep), 0, lines);
        _below = Math.Clamp(CeilingOfQuotient(height - line, lineStep), _above, lines);
        _left = Math.Clamp(CeilingOfQuotient(-start, step), 0, columns);
        _right = Math.Clamp(CeilingOfQuotient(width - start, step), _left, columns);
    }

    /// <summary>Copies the window of several planes.</summary>
    /// <param name="count">How many planes.</param>
    /// <param name="planes">[count, height, width]</param>
    /// <param name="to">The first result, [lines, columns].</param>
    /// <param name="toStride">From one result to the next.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Copy(int count, ref float planes, ref float to, nint toStride)
    {
        int columns = _columns, lines = _below - _above, left = _left, right = _right;
        // All lines at once, where they have the same length; what comes from the neighbouring line is cleared after.
        bool isWhole = _step == 1 && _lineStep == 1 && _width == columns;
        int source = (_line + _above) * _width + _start, skipped = Math.Max(0, -source);
        int whole = Math.Max(0, Math.Min(lines * _width, _height * _width - source) - skipped);
        nint first = (nint)(_line + _above * _lineStep) * _width + _start + left * _step;
        for (; count > 0; count--)
        {
            Clear(ref to, _above * columns);
            Clear(ref Unsafe.Add(ref to, _below * columns), (_lines - _below) * columns);
            ref float inside = ref Unsafe.Add(ref to, _above * columns);
            if (isWhole)
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref planes, source + skipped), whole)
                    .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref inside, skipped), whole));
            else if (left < right)
                PlaneCopy.Gather(
                    lines, right - left, ref Unsafe.Add(ref planes, first), _lineStep * _width, _step, ref Unsafe.Add(ref inside, left), columns);
            if (left > 0)
                ClearColumns(ref inside, lines, left, columns);
            if (right < columns)
                ClearColumns(ref Unsafe.Add(ref inside, right), lines, columns - right, columns);
            planes = ref Unsafe.Add(ref planes, _height * _width);
            to = ref Unsafe.Add(ref to, toStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Clear(ref float start, int count)
    {
        if (count > 0)
            MemoryMarshal.CreateSpan(ref start, count).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void ClearColumns(ref float start, int lines, int count, nint stride)
    {
        for (nint j = 0; j < count; j++)
        {
            nint place = j;
            for (int i = 0; i < lines; i++, place += stride)
                Unsafe.Add(ref start, place) = 0;
        }
    }

    static int CeilingOfQuotient(int value, int divisor) => value >= 0 ? (value + divisor - 1) / divisor : -(-value / divisor);
}
