using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>How far the rows of a matrix lie apart.</summary>
internal interface IGemmSteps
{
    /// <summary>The distance from row <paramref name="row"/> to the next.</summary>
    nint After(nint row);
}

/// <summary>All rows are equally far apart.</summary>
internal readonly struct EvenSteps(nint stride) : IGemmSteps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint After(nint row) => stride;
}

/// <summary>Each distance stands in a table: the rows of a convolution's matrix overlap in the image that they are read from.</summary>
/// <param name="steps">One per row; pinned.</param>
internal readonly unsafe struct TableSteps(int* steps) : IGemmSteps
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint After(nint row) => steps[row];
}
