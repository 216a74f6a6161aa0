using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Elucid.Tensors;

/// <summary>
/// Float32 numbers in row-major order with a shape, and the gradient of a loss with respect to them once it is computed.
/// </summary>
/// <remarks>
/// There is nothing to dispose. Tensors that you make live as long as you keep them; those that operations make inside a
/// <see cref="Autograd.Tape"/> live until that tape ends, and reading one later throws.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class Tensor
{
    readonly Storage _storage;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Any shape.</param>
    public Tensor(Shape shape) : this(shape, requiresGradient: false) { }

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    public Tensor(Shape shape, bool requiresGradient)
        : this(shape, new Storage(FloatBuffer.Allocate(shape.Size), shape.Size, pool: null) { RequiresGradient = requiresGradient }) =>
        Values.Clear();

    /// <summary>A tensor with a copy of these numbers.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="values">As many numbers as the shape has elements, row by row.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's size.</exception>
    public Tensor(Shape shape, ReadOnlySpan<float> values, bool requiresGradient = false) : this(shape, requiresGradient)
    {
        if (values.Length != shape.Size)
            throw new ShapeException($"A tensor of shape {shape} needs {shape.Size} values, but got {values.Length}.");
        values.CopyTo(Values);
    }

    Tensor(Shape shape, Storage storage)
    {
        Shape = shape;
        _storage = storage;
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, row by row. Writing to them is not differentiated.</summary>
    /// <exception cref="InvalidOperationException">The tape that computed this tensor has ended.</exception>
    public Span<float> Values
    {
        get
        {
            if (_storage.Values.IsEmpty)
                ThrowEnded();
            return _storage.Values.Span(_storage.Count);
        }
    }

    /// <summary>Whether losses computed from this tensor are differentiated with respect to it.</summary>
    public bool RequiresGradient => _storage.RequiresGradient;

    /// <summary>Whether a backward pass has reached this tensor since its gradient was last cleared.</summary>
    public bool HasGradient => _storage.HasGradient;

    /// <summary>The gradient of the last loss with respect to each number.</summary>
    /// <remarks>That of an intermediate result is only kept after <see cref="RetainGradient"/>.</remarks>
    /// <exception cref="InvalidOperationException">There is none: no backward pass has reached this tensor, its memory was reused within that pass, or its tape has ended.</exception>
    public Span<float> Gradient
    {
        get
        {
            if (!_storage.HasGradient)
                ThrowNoGradient();
            return _storage.Gradient.Span(_storage.Count);
        }
    }

    /// <summary>The only number of a tensor with one element, such as a loss.</summary>
    /// <exception cref="ShapeException">The tensor has another number of elements.</exception>
    public float Item()
    {
        if (Shape.Size != 1)
            throw new ShapeException($"Item() reads a tensor of one element, but this one has shape {Shape}. Index it or reduce it with Sum or Mean first.");
        return Values[0];
    }

    /// <summary>The number at these indices, one per axis.</summary>
    [IndexerName("Element")]
    public float this[params ReadOnlySpan<int> indices]
    {
        get => Values[Offset(indices)];
        set => Values[Offset(indices)] = value;
    }

    /// <summary>A copy that outlives the current tape. It has no history: gradients do not flow through it.</summary>
    public Tensor Keep() => new(Shape, Values);

    /// <summary>
    /// Keeps the gradient of an intermediate result until its tape ends. Otherwise <see cref="Autograd.Tape.Backward"/> reuses its memory as soon as it has been passed on to the inputs. Call it before
    /// the backward pass; on tensors that you made yourself it changes nothing.
    /// </summary>
    public void RetainGradient() => _storage.RetainsGradient = true;

    /// <summary>Forgets the gradient: the next backward pass starts from zero.</summary>
    public void ClearGradient() => _storage.HasGradient = false;

    /// <summary>The shape and the first numbers.</summary>
    public override string ToString()
    {
        if (_storage.Values.IsEmpty)
            return $"Tensor {Shape}, of a tape that has ended";
        ReadOnlySpan<float> values = Values;
        string shown = string.Join(", ", values[..Math.Min(values.Length, 6)].ToArray().Select(v => v.ToString("G5")));
        return $"Tensor {Shape} {{ {shown}{(values.Length > 6 ? ", …" : "")} }}";
    }

    /// <summary>An intermediate result: its memory goes back to <paramref name="pool"/> when <see cref="Release"/> is called.</summary>
    internal static Tensor Rent(Shape shape, BufferPool pool, bool requiresGradient) =>
        new(shape, new Storage(pool.Rent(shape.Size), shape.Size, pool) { RequiresGradient = requiresGradient });

    /// <summary>A tensor for results outside a tape; its numbers are unspecified.</summary>
    internal static Tensor Allocate(Shape shape) => new(shape, new Storage(FloatBuffer.Allocate(shape.Size), shape.Size, pool: null));

    /// <summary>The same numbers and the same gradient under another shape of equal size.</summary>
    internal Tensor View(Shape shape) => new(shape, _storage);

    /// <summary>Whether the two are views of the same numbers.</summary>
    internal bool IsViewOf(Tensor other) => _storage == other._storage;

    /// <summary>
    /// The gradient, to be written by a backward rule: <paramref name="accumulate"/> says whether to add to what is there
    /// (the tensor was used before) or to overwrite it. This spares a pass that sets gradients to zero.
    /// </summary>
    internal Memory<float> GradientToWrite(out bool accumulate)
    {
        accumulate = _storage.HasGradient;
        if (_storage.Gradient.IsEmpty)
            _storage.Gradient = _storage.Pool?.Rent(_storage.Count) ?? FloatBuffer.Allocate(_storage.Count);
        _storage.HasGradient = true;
        return _storage.Gradient.Memory(_storage.Count);
    }

    /// <summary><see cref="Values"/>, for kernels that split their work between threads.</summary>
    internal Memory<float> ValuesMemory
    {
        get
        {
            if (_storage.Values.IsEmpty)
                ThrowEnded();
            return _storage.Values.Memory(_storage.Count);
        }
    }

    /// <summary><see cref="Gradient"/>, for kernels that split their work between threads.</summary>
    internal ReadOnlyMemory<float> GradientMemory
    {
        get
        {
            if (!_storage.HasGradient)
                ThrowNoGradient();
            return _storage.Gradient.Memory(_storage.Count);
        }
    }

    internal void Release() => _storage.Release();

    /// <summary>Gives the gradient's memory back to the pool, unless somebody wants to read it.</summary>
    internal void ReleaseGradient() => _storage.ReleaseGradient();

    int Offset(ReadOnlySpan<int> indices)
    {
        if (indices.Length != Shape.Rank)
            throw new ShapeException($"A tensor of shape {Shape} is indexed with {Shape.Rank} numbers, but got {indices.Length}.");
        int offset = 0;
        for (int axis = 0; axis < indices.Length; axis++)
        {
            if ((uint)indices[axis] >= (uint)Shape[axis])
                throw new ArgumentOutOfRangeException(nameof(indices), $"Index {indices[axis]} is outside axis {axis} of shape {Shape}.");
            offset = offset * Shape[axis] + indices[axis];
        }
        return offset;
    }

    string This => Shape.Rank == 0 ? "This scalar" : $"This {Shape} tensor";

    [DoesNotReturn]
    void ThrowEnded() => throw new InvalidOperationException(
        $"{This} was computed inside a Tape that has ended and its memory was reused. Call Keep() before the tape ends to keep a copy.");

    [DoesNotReturn]
    void ThrowNoGradient()
    {
        if (_storage.Values.IsEmpty)
            ThrowEnded();
        throw new InvalidOperationException(RequiresGradient
            ? $"{This} has no gradient: call tape.Backward(loss) with a loss computed from it and, if it is the result of an operation, RetainGradient() before."
            : $"{This} has no gradient: it was made without requiresGradient: true.");
    }

    /// <summary>Numbers and gradient, shared by all views of one tensor.</summary>
    sealed class Storage(FloatBuffer values, int count, BufferPool? pool)
    {
        public readonly int Count = count;
        public readonly BufferPool? Pool = pool;
        public FloatBuffer Values = values;
        public FloatBuffer Gradient;
        public bool HasGradient;
        public bool RequiresGradient;
        public bool RetainsGradient;

        public void Release()
        {
            Pool!.Return(Values);
            Values = default;
            RetainsGradient = false;
            ReleaseGradient();
        }

        public void ReleaseGradient()
        {
            if (RetainsGradient)
                return;
            if (!Gradient.IsEmpty)
                Pool!.Return(Gradient);
            Gradient = default;
            HasGradient = false;
        }
    }
}
