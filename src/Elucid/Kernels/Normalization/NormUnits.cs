using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>What is known of each unit: its statistics and its part of the parameters.</summary>
internal readonly unsafe struct NormUnits(float* statistics, int units, float* weight, float* bias)
{
    public readonly float* Mean = statistics, Rest = statistics + units, InverseDeviation = statistics + 2 * (nint)units;
    public readonly float* Scale = statistics + 3 * (nint)units, Shift = statistics + 4 * (nint)units;

    /// <summary>Keeps the statistics of a unit, and the line that maps its elements.</summary>
    /// <remarks>The mean is held in two floats: where it is large beside the deviation, one would be wrong by a good part of it.</remarks>
    public void Set(int unit, double mean, double variance, double epsilon, int parameter)
    {
        float high = (float)mean;
        double inverse = 1 / Math.Sqrt(variance + epsilon), scale = inverse * (weight == null ? 1 : weight[parameter]);
        Mean[unit] = high;
        Rest[unit] = (float)(mean - high);
        InverseDeviation[unit] = (float)inverse;
        Scale[unit] = (float)scale;
        Shift[unit] = (float)((bias == null ? 0 : bias[parameter]) - (mean - high) * scale);
    }
}

/// <summary>y = f((x − mean) · scale + shift) with what is known of the units.</summary>
[SkipLocalsInit]
internal readonly unsafe struct NormForward<TActivation>(TActivation f, NormLayout layout, float* x, float* y, NormUnits of) : IThreadsBody
    where TActivation : struct, IActivation
{
    public void Run(int piece)
    {
        float* lanes = stackalloc float[3 * NormLayout.ConstantsOfPiece], scale = lanes + NormLayout.ConstantsOfPiece,
            shift = scale + NormLayout.ConstantsOfPiece;
        (int first, int count) = layout.UnitsOf(piece);
        layout.Spread(of.Mean + first, count, lanes);
        layout.Spread(of.Scale + first, count, scale);
        layout.Spread(of.Shift + first, count, shift);
        layout.Run(piece, new NormalizeSweep<TActivation>(f, x, y, lanes, scale, shift));
    }
}

/// <summary>A piece of a batch norm: statistics and, while the piece is in cache, outputs.</summary>
[SkipLocalsInit]
internal readonly unsafe struct BatchForward<TActivation>(
    TActivation f, NormLayout layout, float* x, float* y, NormUnits of, float* runningMeans, float* runningVariances, double? share, double epsilon)
        : IThreadsBody
    where TActivation : struct, IActivation
{
    public void Run(int piece)
    {
        (int first, int count) = layout.UnitsOf(piece);
        if (share is not { } moved)
            for (int unit = first; unit < first + count; unit++)
                of.Set(unit, runningMeans[unit], runningVariances[unit], epsilon, unit);
        else
            Measure(piece, first, count, moved);
        new NormForward<TActivation>(f, layout, x, y, of).Run(piece);
    }

    void Measure(int piece, int first, int count, double moved)
    {
        double* means = stackalloc double[2 * NormLayout.Width], squares = means + NormLayout.Width;
        layout.Measure(piece, x, means, squares);
        for (int i = 0; i < count; i++)
        {
            int unit = first + i;
            of.Set(unit, means[i], squares[i] / layout.Count, epsilon, unit);
            runningMeans[unit] = (float)(runningMeans[unit] + moved * (means[i] - runningMeans[unit]));
            runningVariances[unit] = (float)(runningVariances[unit] + moved * (squares[i] / (layout.Count - 1) - runningVariances[unit]));
        }
    }
}

/// <summary>The two passes of a gradient over the pieces of a layout.</summary>
[SkipLocalsInit]
internal readonly unsafe struct NormBackward<TActivation>(
    TActivation f, NormLayout layout, float* x, float* dy, float* dx, float* dz, bool accumulate)
    where TActivation : struct, IActivation
{
    public NormLayout Layout => layout;

    public bool WantsInput => dx != null;

    /// <summary>The same, so many elements further on.</summary>
    public NormBackward<TActivation> From(nint start) =>
        new(f, layout, x + start, dy + start, dx == null ? null : dx + start, dz == null ? null : dz + start, accumulate);

    // Without an activation dz is dy; with one it lies where dx will be, unless numbers are there already.
    static bool IsPlain => typeof(TActivation) == typeof(Identity);

    float* Dz => IsPlain ? dy : accumulate ? dz : dx;

    /// <summary>Σ dz and Σ dz · (x − mean) of the piece's units; the latter from index 16 on.</summary>
    public void Sum(int piece, NormUnits of, double* sums)
    {
        float* partials = stackalloc float[NormLayout.SumsOfPiece];
        float* lanes = stackalloc float[3 * NormLayout.ConstantsOfPiece], scale = lanes + NormLayout.ConstantsOfPiece,
            shift = scale + NormLayout.ConstantsOfPiece;
        (int first, int count) = layout.UnitsOf(piece);
        layout.Spread(of.Mean + first, count, lanes);
        layout.Spread(of.Scale + first, count, scale);
        layout.Spread(of.Shift + first, count, shift);
        if (!WantsInput)
            layout.Sum(piece, new NormBackwardSweep<TActivation, Discard>(f, x, dy, dy, lanes, scale, shift, partials), partials, sums);
        else if (IsPlain)
            layout.Sum(piece, new NormBackwardSweep<TActivation, Prefetch>(f, x, dy, dx, lanes, scale, shift, partials), partials, sums);
        else
            layout.Sum(piece, new NormBackwardSweep<TActivation, Overwrite>(f, x, dy, Dz, lanes, scale, shift, partials), partials, sums);
        for (int i = 0; i < count; i++)
            sums[NormLayout.Width + i] -= of.Rest[first + i] * sums[i];
    }

    /// <summary>dx = a · dz + b · (x − mean) + c, where a, b and c are a number for each of the piece's units.</summary>
    public void Pass(int piece, NormUnits of, float* a, float* b, float* c)
    {
        float* lanes = stackalloc float[4 * NormLayout.ConstantsOfPiece], factor = lanes + NormLayout.ConstantsOfPiece,
            slope = factor + NormLayout.ConstantsOfPiece, shift = slope + NormLayout.ConstantsOfPiece;
        (int first, int count) = layout.UnitsOf(piece);
        layout.Spread(of.Mean + first, count, lanes);
        layout.Spread(a, count, factor);
        layout.Spread(b, count, slope);
        layout.Spread(c, count, shift);
        if (accumulate)
            layout.Run(piece, new NormInputSweep<Accumulate>(x, Dz, dx, lanes, factor, slope, shift));
        else
            layout.Run(piece, new NormInputSweep<Overwrite>(x, Dz, dx, lanes, factor, slope, shift));
    }
}

/// <summary>A piece of the gradients of a batch norm: sums, and then the gradient with respect to x while the piece is in cache.</summary>
[SkipLocalsInit]
internal readonly unsafe struct BatchBackward<TActivation>(
    NormBackward<TActivation> backward, NormUnits of, float* dweight, float* dbias, bool isTraining) : IThreadsBody
    where TActivation : struct, IActivation
{
    public void Run(int piece)
    {
        double* sums = stackalloc double[2 * NormLayout.Width];
        backward.Sum(piece, of, sums);
        float* a = stackalloc float[3 * NormLayout.Width], b = a + NormLayout.Width, c = b + NormLayout.Width;
        (int first, int count) = backward.Layout.UnitsOf(piece);
        for (int i = 0; i < count; i++)
        {
            int unit = first + i;
            double sum = sums[i], product = sums[NormLayout.Width + i], inverse = of.InverseDeviation[unit], scale = of.Scale[unit];
            if (dweight != null)
                dweight[unit] += (float)(product * inverse);
            if (dbias != null)
                dbias[unit] += (float)sum;
            double slope = isTraining ? -scale * inverse * inverse * product / backward.Layout.Count : 0;
            (a[i], b[i]) = ((float)scale, (float)slope);
            c[i] = isTraining ? (float)(-scale * sum / backward.Layout.Count - slope * of.Rest[unit]) : 0;
        }
        if (backward.WantsInput)
            backward.Pass(piece, of, a, b, c);
    }
}
