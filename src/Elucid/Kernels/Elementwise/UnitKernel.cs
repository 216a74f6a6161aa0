using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// Functions with one or two parameters per unit or channel: learned activations, and the fusions of an activation with a bias or with scale and
/// shift.
/// </summary>
/// <remarks>
/// Element i belongs to unit (i / inner) mod units: inner is 1 for [rows, units], and height · width for [batch, channels, height, width]. Parameters
/// and their gradients are double where the elements are, else float: sums in Half or BFloat16 would lose what they add up.
/// Large calls are cut into fixed pieces, whose sums are added in their order, as <see cref="LongSum"/> says: the same bits on every run, for every
/// number of threads and every vector width.
/// </remarks>
internal static unsafe class UnitKernel
{
    const int PieceLength = 1 << 16;

    /// <summary>y = f(x; a, b).</summary>
    public static void Forward<TFunction, T, TParameter>(
        string operation, TFunction f, ReadOnlySpan<T> x, ReadOnlySpan<TParameter> a, ReadOnlySpan<TParameter> b, Span<T> y, int inner)
        where TFunction : struct, IUnitFunction where T : unmanaged where TParameter : unmanaged, INumber<TParameter>
    {
        Elementwise.Check(operation, x, y);
        CheckTypes<T, TParameter>(operation);
        Layout layout = new(operation, x.Length, a.Length, inner);
        if (TFunction.Parameters > 1)
            CheckLength(operation, "second parameters", a.Length, b.Length);
        fixed (T* xs = x, ys = y)
        fixed (TParameter* firsts = a, seconds = b)
        {
            if (layout.IsPerElement)
                layout.ForEachPiece(new ForwardPieces<TFunction, UnitPerElement, T, TParameter>(layout, f, xs, firsts, seconds, ys));
            else
                layout.ForEachPiece(new ForwardPieces<TFunction, UnitShared, T, TParameter>(layout, f, xs, firsts, seconds, ys));
        }
    }

    /// <summary>dx = dy · ∂f/∂x, or added to it; da += Σ dy · ∂f/∂a, db += Σ dy · ∂f/∂b.</summary>
    /// <param name="operation">What errors call it.</param>
    /// <param name="f">The function.</param>
    /// <param name="o">What is read and written.</param>
    /// <param name="inner">How many neighbouring elements belong to one unit.</param>
    public static void Backward<TFunction, T, TParameter>(string operation, TFunction f, in UnitGradients<T, TParameter> o, int inner)
        where TFunction : struct, IUnitFunction where T : unmanaged where TParameter : unmanaged, INumber<TParameter>
    {
        ReadOnlySpan<T> target = o.Dx.IsEmpty ? o.X : o.Dx;
        Elementwise.Check(operation, o.Dy, target);
        Elementwise.Check(operation, o.X, target);
        CheckTypes<T, TParameter>(operation);
        int units = TFunction.Parameters > 0 ? o.A.Length : o.Da.Length;
        Layout layout = new(operation, o.X.Length, units, inner);
        if (TFunction.Parameters > 1)
            CheckLength(operation, "second parameters", units, o.B.Length);
        if (TFunction.Sums > 0)
            CheckLength(operation, "gradients with respect to the first parameters", units, o.Da.Length);
        if (TFunction.Sums > 1)
            CheckLength(operation, "gradients with respect to the second parameters", units, o.Db.Length);

        // One row of sums per piece, for a and for b.
        int rowLength = units * TFunction.Sums;
        TParameter[] sums = ArrayPool<TParameter>.Shared.Rent(Math.Max(1, rowLength * layout.Pieces));
        sums.AsSpan(0, rowLength * layout.Pieces).Clear();
        fixed (T* xs = o.X, dys = o.Dy, dxs = o.Dx)
        fixed (TParameter* firsts = o.A, seconds = o.B, partial = sums)
        {
            BackwardOperands<T, TParameter> operands = new(xs, firsts, seconds, dys, dxs, partial);
            if (o.Dx.IsEmpty)
                Backward<TFunction, Discard, T, TParameter>(layout, f, operands);
            else if (o.Accumulate)
                Backward<TFunction, Accumulate, T, TParameter>(layout, f, operands);
            else
                Backward<TFunction, Overwrite, T, TParameter>(layout, f, operands);
        }
        if (TFunction.Sums > 0)
            LongSum.AddRows(sums.AsSpan(), layout.Pieces, rowLength, o.Da);
        if (TFunction.Sums > 1)
            LongSum.AddRows(sums.AsSpan(units), layout.Pieces, rowLength, o.Db);
        ArrayPool<TParameter>.Shared.Return(sums);
    }

    static void Backward<TFunction, TWrite, T, TParameter>(Layout layout, TFunction f, BackwardOperands<T, TParameter> operands)
        where TFunction : struct, IUnitFunction where TWrite : struct, IWrite where T : unmanaged where TParameter : unmanaged, INumber<TParameter>
    {
        if (layout.IsPerElement)
            layout.ForEachPiece(new BackwardPieces<TFunction, UnitPerElement, TWrite, T, TParameter>(layout, f, operands));
        else
            layout.ForEachPiece(new BackwardPieces<TFunction, UnitShared, TWrite, T, TParameter>(layout, f, operands));
    }

    readonly struct BackwardOperands<T, TParameter>(T* x, TParameter* a, TParameter* b, T* dy, T* dx, TParameter* sums) where T : unmanaged
        where TParameter : unmanaged
    {
        public readonly T* X = x, Dy = dy, Dx = dx;
        public readonly TParameter* A = a, B = b, Sums = sums;
    }

    readonly struct ForwardPieces<TFunction, TLayout, T, TParameter>(Layout layout, TFunction f, T* x, TParameter* a, TParameter* b, T* y)
        : IThreadsBody
        where TFunction : struct, IUnitFunction where TLayout : struct, IUnitLayout where T : unmanaged where TParameter : unmanaged
    {
        public void Run(int index)
        {
            (int first, int end) = layout.PartsOf(index);
            for (int part = first, next; part < end; part = next)
            {
                (nint start, int length, int unit) = layout.Joined(part, end, out next);
                int rows = 1;
                if (layout.IsPerElement)
                    (rows, next) = (end - first, end);      // runs over all units are the rows of one sweep
                T* from = x + start, to = y + start;
                byte* firsts = (byte*)(a + unit), seconds = (byte*)(b + unit);
                if (typeof(T) == typeof(float))
                    ElementwiseSweep.RunSingle<UnitForward<TFunction, TLayout, float>, TFunction>(
                        f, new() { X = (float*)from, A = firsts, B = seconds, Z = (float*)to }, length, rows);
                else if (typeof(T) == typeof(double))
                    ElementwiseSweep.RunDouble<UnitForward<TFunction, TLayout, double>, TFunction>(
                        f, new() { X = (double*)from, A = firsts, B = seconds, Z = (double*)to }, length, rows);
                else if (typeof(T) == typeof(Half))
                    ElementwiseSweep.RunHalf<UnitForward<TFunction, TLayout, Half>, TFunction>(
                        f, new() { X = (Half*)from, A = firsts, B = seconds, Z = (Half*)to }, length, rows);
                else
                    ElementwiseSweep.RunBFloat16<UnitForward<TFunction, TLayout, BFloat16>, TFunction>(
                        f, new() { X = (BFloat16*)from, A = firsts, B = seconds, Z = (BFloat16*)to }, length, rows);
            }
        }
    }

    readonly struct BackwardPieces<TFunction, TLayout, TWrite, T, TParameter>(Layout layout, TFunction f, BackwardOperands<T, TParameter> o)
        : IThreadsBody
        where TFunction : struct, IUnitFunction where TLayout : struct, IUnitLayout where TWrite : struct, IWrite
        where T : unmanaged where TParameter : unmanaged, INumber<TParameter>
    {
        public void Run(int index)
        {
            TParameter* ofA = o.Sums + (nint)index * TFunction.Sums * layout.Units, ofB = ofA + layout.Units;
            TParameter* partial = stackalloc TParameter[2 * UnitShared.PartialSums];
            (int first, int end) = layout.PartsOf(index);
            if (typeof(TLayout) == typeof(UnitPerElement))
            {
                Sweep(first, end - first, ofA, ofB);
                return;
            }
            for (int part = first; part < end; part++)
            {
                new Span<TParameter>(partial, 2 * UnitShared.PartialSums).Clear();
                int unit = Sweep(part, 1, partial, partial + UnitShared.PartialSums);
                if (TFunction.Sums > 0)
                    ofA[unit] += Sum(partial);
                if (TFunction.Sums > 1)
                    ofB[unit] += Sum(partial + UnitShared.PartialSums);
            }
        }

        /// <summary>Sweeps over neighbouring parts, rows of one sweep, and returns the unit of the first.</summary>
        int Sweep(int part, int rows, TParameter* da, TParameter* db)
        {
            (nint start, int length, int unit) = layout[part];
            byte* a = (byte*)(o.A + unit), b = (byte*)(o.B + unit);
            T* x = o.X + start, dy = o.Dy + start, dx = o.Dx + start;
            if (typeof(T) == typeof(float))
                ElementwiseSweep.RunSingle<UnitBackward<TFunction, TLayout, TWrite, float>, TFunction>(
                    f, new() { X = (float*)x, Y = (float*)dy, Z = (float*)dx, A = a, B = b, SumsOfA = (byte*)da, SumsOfB = (byte*)db }, length, rows);
            else if (typeof(T) == typeof(double))
                ElementwiseSweep.RunDouble<UnitBackward<TFunction, TLayout, TWrite, double>, TFunction>(
                    f, new() { X = (double*)x, Y = (double*)dy, Z = (double*)dx, A = a, B = b, SumsOfA = (byte*)da, SumsOfB = (byte*)db }, length,
                    rows);
            else if (typeof(T) == typeof(Half))
                ElementwiseSweep.RunHalf<UnitBackward<TFunction, TLayout, TWrite, Half>, TFunction>(
                    f, new() { X = (Half*)x, Y = (Half*)dy, Z = (Half*)dx, A = a, B = b, SumsOfA = (byte*)da, SumsOfB = (byte*)db }, length, rows);
            else
                ElementwiseSweep.RunBFloat16<UnitBackward<TFunction, TLayout, TWrite, BFloat16>, TFunction>(
                    f, new() { X = (BFloat16*)x, Y = (BFloat16*)dy, Z = (BFloat16*)dx, A = a, B = b, SumsOfA = (byte*)da, SumsOfB = (byte*)db },
                    length, rows);
            return unit;
        }

        static TParameter Sum(TParameter* partial)
        {
            TParameter sum = TParameter.Zero;
            for (int i = 0; i < UnitShared.PartialSums; i++)
                sum += partial[i];
            return sum;
        }
    }

    static void CheckTypes<T, TParameter>(string operation) where T : unmanaged
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double) && typeof(T) != typeof(Half) && typeof(T) != typeof(BFloat16))
            ElementwiseOperands.ThrowType(typeof(T));
        if (typeof(TParameter) != (typeof(T) == typeof(double) ? typeof(double) : typeof(float)))
            throw new NotSupportedException(
                $"{operation} takes parameters of type {(typeof(T) == typeof(double) ? "double" : "float")} for elements of type {typeof(T).Name}, "
                + $"but these are of type {typeof(TParameter).Name}. Convert them first.");
    }

    static void CheckLength(string operation, string what, int units, int length)
    {
        if (length != units)
            throw new ArgumentException($"{operation} has {units} units, but {length} {what}. There must be one per unit.");
    }

    /// <summary>
    /// How elements are divided among units, and parts of runs of neighbouring elements among pieces. A run of one unit whose sums would be too
    /// long is cut into parts; the parts of a piece are added one by one, so that a piece has no more of one unit than a running sum has terms.
    /// </summary>
    readonly struct Layout
    {
        const int LongestPart = LongSum.Longest * UnitShared.PartialSums, PartOfLong = LongSum.Block * UnitShared.PartialSums;

        readonly int _length, _runLength, _partLength, _partsPerRun, _parts, _partsPerPiece;

        public Layout(string operation, int length, int units, int inner)
        {
            if (units == 0 || inner < 1 || length % ((long)units * inner) != 0)
                Throw(operation, length, units, inner);
            _length = length;
            Units = units;
            // One shared parameter is one run over everything, however it was described.
            IsPerElement = inner == 1 && units > 1;
            _runLength = IsPerElement ? units : units == 1 ? Math.Max(length, 1) : inner;
            _partLength = IsPerElement || _runLength <= LongestPart ? _runLength : PartOfLong;
            _partsPerRun = (_runLength - 1) / _partLength + 1;
            int runs = length / _runLength, runsOfUnit = IsPerElement ? runs : runs / units;
            _parts = runs * _partsPerRun;
            _partsPerPiece = Math.Max(1, PieceLength / _partLength);
            if (runsOfUnit > LongSum.Longest)
                _partsPerPiece = Math.Min(_partsPerPiece, LongSum.Block * (runs / runsOfUnit));
            Pieces = (_parts + _partsPerPiece - 1) / _partsPerPiece;
        }

        public int Units { get; }

        public bool IsPerElement { get; }

        public int Pieces { get; }

        /// <summary>Where a part lies, and to which unit it belongs: to the first of all where they take turns.</summary>
        public (nint Start, int Length, int Unit) this[int part]
        {
            get
            {
                (int run, int ofRun) = Math.DivRem(part, _partsPerRun);
                int skipped = ofRun * _partLength;
                return ((nint)run * _runLength + skipped, Math.Min(_partLength, _runLength - skipped), IsPerElement ? 0 : run % Units);
            }
        }

        /// <summary>The same for all parts of a run from this one on, as where nothing is summed.</summary>
        public (nint Start, int Length, int Unit) Joined(int part, int end, out int next)
        {
            next = Math.Min(end, (part / _partsPerRun + 1) * _partsPerRun);
            ((nint start, _, int unit), (nint last, int ofLast, _)) = (this[part], this[next - 1]);
            return (start, (int)(last - start) + ofLast, unit);
        }

        public (int First, int End) PartsOf(int piece) => (piece * _partsPerPiece, Math.Min(_parts, (piece + 1) * _partsPerPiece));

        public void ForEachPiece<TBody>(TBody body) where TBody : struct, IThreadsBody => Threads.For(Pieces, _length, body);

        [DoesNotReturn]
        static void Throw(string operation, int length, int units, int inner) => throw new ArgumentException(
            $"{operation}: {length} elements cannot be divided among {units} units with {inner} neighbouring elements each: "
            + "the number of elements must be a multiple of units · inner.");
    }
}
