namespace Elucid.Kernels;

/// <summary><see cref="RecurrentMemory"/>, pinned, so that threads can share it.</summary>
internal unsafe struct RecurrentPointers
{
    public float* Gates, Apart, Bias, Hidden, Cells, Panels, Input, InputPanels, Output, Dh, Dc;
    public int* OutputRows;
    public int GateStride, InFeatures, OutputStride;
}
