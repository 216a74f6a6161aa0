using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>A copy of class labels for a backward rule: the array that they came from may serve for the next batch in the meantime, and no clock
/// tells when an array is written.</summary>
internal readonly struct KeptLabels
{
    // The bits of integers in the tape's own memory, so that a step makes no garbage. They are only copied, never computed with as floats.
    readonly Tensor _bits;

    public KeptLabels(ReadOnlyMemory<int> labels)
    {
        _bits = Tape.Scratch([labels.Length]);
        labels.Span.CopyTo(MemoryMarshal.Cast<float, int>(_bits.ValuesToWrite));
    }

    public ReadOnlySpan<int> Span => MemoryMarshal.Cast<float, int>(_bits.Values);
}
