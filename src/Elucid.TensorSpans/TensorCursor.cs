using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.TensorSpans;

/// <summary>Goes through the elements of a tensor span in row-major order, in runs: elements that lie evenly in memory.</summary>
/// <remarks>Dimensions that continue each other in memory are one here, so a dense span is a single run whatever its rank.</remarks>
internal ref struct TensorCursor<T> where T : unmanaged
{
    readonly ref T _start;

    // Innermost dimension first. Inner and Stride repeat the first of them.
    readonly Span<nint> _lengths, _strides, _indexes;
    nint _offset;

    /// <summary>A cursor on the first element; the span must have one.</summary>
    /// <param name="tensor">What to go through. A source is never written to: only <see cref="Write"/> and those who <see cref="Take"/>
    /// could.</param>
    /// <param name="memory">Room for what <see cref="MemoryFor"/> says.</param>
    public TensorCursor(ReadOnlyTensorSpan<T> tensor, Span<nint> memory)
    {
        _start = ref Unsafe.AsRef(in TensorMarshal.GetReference(tensor));
        ReadOnlySpan<nint> lengths = tensor.Lengths, strides = tensor.Strides;
        int room = memory.Length / 3, rank = 0;
        Span<nint> ownLengths = memory[..room], ownStrides = memory.Slice(room, room);
        for (int i = lengths.Length - 1; i >= 0; i--)
        {
            if (lengths[i] == 1)
                continue;
            if (rank > 0 && strides[i] == ownStrides[rank - 1] * ownLengths[rank - 1])
                ownLengths[rank - 1] *= lengths[i];
            else
                (ownLengths[rank], ownStrides[rank++]) = (lengths[i], strides[i]);
        }
        if (rank == 0)
            (ownLengths[rank], ownStrides[rank++]) = (1, 1);
        _lengths = ownLengths[..rank];
        _strides = ownStrides[..rank];
        _indexes = memory.Slice(2 * room, rank);
        _indexes.Clear();
    }

    /// <summary>The numbers that a cursor over so many dimensions needs room for.</summary>
    public static int MemoryFor(int rank) => 3 * Math.Max(1, rank);

    /// <summary>Whether the elements of a run are neighbours in memory.</summary>
    public readonly bool IsContiguous => _strides[0] == 1;

    /// <summary>Elements in every run.</summary>
    public readonly nint RunLength => _lengths[0];

    /// <summary>Elements from here to the end of this run.</summary>
    public readonly nint Rest => _lengths[0] - _indexes[0];

    /// <summary>The next <paramref name="count"/> elements of this run, where they are; only if <see cref="IsContiguous"/>. Moves past
    /// them.</summary>
    public Span<T> Take(int count)
    {
        Debug.Assert(IsContiguous && count <= Rest);
        Span<T> run = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref _start, _offset), count);
        Move(count);
        return run;
    }

    /// <summary>Copies the next elements to <paramref name="destination"/>, across runs, and moves past them.</summary>
    public void Read(scoped Span<T> destination)
    {
        while (!destination.IsEmpty)
        {
            int count = (int)nint.Min(destination.Length, Rest);
            ref T source = ref Unsafe.Add(ref _start, _offset);
            nint stride = _strides[0];
            for (int i = 0; i < count; i++)
                destination[i] = Unsafe.Add(ref source, i * stride);
            Move(count);
            destination = destination[count..];
        }
    }

    /// <summary>Copies <paramref name="source"/> to the next elements, across runs, and moves past them.</summary>
    public void Write(scoped ReadOnlySpan<T> source)
    {
        while (!source.IsEmpty)
        {
            int count = (int)nint.Min(source.Length, Rest);
            ref T destination = ref Unsafe.Add(ref _start, _offset);
            nint stride = _strides[0];
            for (int i = 0; i < count; i++)
                Unsafe.Add(ref destination, i * stride) = source[i];
            Move(count);
            source = source[count..];
        }
    }

    /// <summary>Moves on within a run; from its end to the start of the next.</summary>
    void Move(nint count)
    {
        _indexes[0] += count;
        _offset += count * _strides[0];
        for (int i = 0; _indexes[i] == _lengths[i] && i + 1 < _lengths.Length; i++)
        {
            _offset += _strides[i + 1] - _lengths[i] * _strides[i];
            _indexes[i] = 0;
            _indexes[i + 1]++;
        }
    }
}
