using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>How far the rows of a matrix lie apart.</summary>
internal interface IGemmSteps<TSteps> where TSteps : struct, IGemmSteps<TSteps>
{
    /// <summary>The distance from row <paramref name="row"/> to the next.</summary>
    nint After(nint row);

    /// <summary>The distance that the first <paramref name="rows"/> rows take up.</summary>
    nint Over(int rows);

    /// <summary>The steps from row <paramref name="row"/> on.</summary>
    TSteps From(int row);
}

/// <summary>All rows are equally far apart.</summary>
internal readonly struct EvenSteps(nint stride) : IGemmSteps<EvenSteps>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint After(nint row) => stride;

    public nint Over(int rows) => rows * stride;

    public EvenSteps From(int row) => this;
}

/// <summary>Each distance stands in a table: the rows of a convolution's matrix overlap in the image that they are read from.</summary>
/// <param name="steps">One per row; pinned.</param>
internal readonly unsafe struct TableSteps(int* steps) : IGemmSteps<TableSteps>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint After(nint row) => steps[row];

    public nint Over(int rows)
    {
        nint distance = 0;
        for (int row = 0; row < rows; row++)
            distance += steps[row];
        return distance;
    }

    public TableSteps From(int row) => new(steps + row);
}
