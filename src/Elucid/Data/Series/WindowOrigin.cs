using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>Where a forecast starts, and the units of its window.</summary>
/// <param name="Cutoff">The first step that is foretold, in the table's <see cref="SeriesSchema.Grid"/>.</param>
/// <param name="Series">Which series of the table.</param>
/// <param name="Spread">What values are divided by: the deviation of the window's.</param>
/// <param name="Unit">The mean error of a seasonal naive forecast one season ahead before validation, by which MASE counts; NaN where there is
/// none.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct WindowOrigin(long Cutoff, long Series, double Spread, double Unit);
