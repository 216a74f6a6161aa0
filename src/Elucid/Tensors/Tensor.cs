using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>
/// Float32 numbers in row-major order with a shape, and the gradient of a loss with respect to them once it is computed.
/// </summary>
/// <remarks>
/// There is nothing to dispose. Tensors that you make live as long as you keep them; those that operations make inside a
/// <see cref="Tape"/> live until that tape ends, and reading one later throws.
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed partial class Tensor
{
    readonly Storage _storage;

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Any shape.</param>
    public Tensor(Shape shape) : this(shape, requiresGradient: false) { }

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    public Tensor(Shape shape, bool requiresGradient)
        : this(shape,
            new Storage(requiresGradient ? FloatBuffer.Allocate(shape.Size)
                : FloatBuffer.AllocateUnpooled(shape.Size), shape.Size, pool: null)
            { RequiresGradient = requiresGradient }) =>
        ValuesToWrite.Clear();

    /// <summary>A tensor with a copy of these numbers.</summary>
    /// <param name="shape">Any shape.</param>
    /// <param name="values">As many numbers as the shape has elements, row by row.</param>
    /// <param name="requiresGradient">Whether losses computed from this tensor are differentiated with respect to it.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's size.</exception>
    public Tensor(Shape shape, ReadOnlySpan<float> values, bool requiresGradient = false) : this(shape, requiresGradient)
    {
        if (values.Length != shape.Size)
            throw new ShapeException($"A tensor of shape {shape} needs {shape.Size} values, but got {values.Length}.");
        values.CopyTo(ValuesToWrite);
    }

    Tensor(Shape shape, Storage storage)
    {
        Shape = shape;
        _storage = storage;
    }

    /// <summary>The lengths of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, row by row, to read; <see cref="Edit"/> writes.</summary>
    /// <exception cref="InvalidOperationException">The tape that computed this tensor has ended.</exception>
    public ReadOnlySpan<float> Values
    {
        get
        {
            CheckReadable();
            return _storage.Values.Span(_storage.Count);
        }
    }

    /// <summary>The numbers, row by row, to write. What is written is not differentiated.</summary>
    /// <remarks>
    /// <see cref="Tape.Backward"/> throws where it would need numbers that were overwritten after the forward pass had read them. So ask anew each
    /// time you write: a span kept from an earlier call writes unseen.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The tape that computed this tensor has ended.</exception>
    public Span<float> Edit()
    {
        _storage.EditedAt = EditClock.Next();
        return ValuesToWrite;
    }

    /// <summary>Whether losses computed from this tensor are differentiated with respect to it.</summary>
    public bool RequiresGradient
    {
        get => _storage.RequiresGradient;
        internal set
        {
            _storage.RequiresGradient = value;
            if (!value)
                _storage.ForgetGradient();
        }
    }

    /// <summary>Whether a backward pass has reached this tensor since its gradient was last cleared.</summary>
    public bool HasGradient => _storage.HasGradient;

    /// <summary>The gradient of the last loss with respect to each number.</summary>
    /// <remarks>That of an intermediate result is only kept after <see cref="RetainGradient"/>. <see cref="EditGradient"/> writes.</remarks>
    /// <exception cref="InvalidOperationException">There is none: no backward pass has reached this tensor, its memory was reused within that pass,
    /// or its tape has ended.</exception>
    public ReadOnlySpan<float> Gradient => EditGradient();

    /// <summary>The gradient, to write: to clip it, to add noise, or to scale it before an optimizer's step.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Span<float> EditGradient()
    {
        if (!_storage.HasGradient)
            ThrowNoGradient();
        return _storage.Gradient.Span(_storage.Count);
    }

    /// <summary>The only number of a tensor with one element, such as a loss.</summary>
    /// <exception cref="ShapeException">The tensor has another number of elements.</exception>
    public float ToScalar()
    {
        if (Shape.Size != 1)
            throw new ShapeException(
                $"ToScalar() reads a tensor of one element, but this one has shape {Shape}. Index it or reduce it with Sum or Mean first.");
        return Values[0];
    }

    /// <summary>The number at these indices, one per axis.</summary>
    [IndexerName("Element")]
    public float this[params ReadOnlySpan<int> indices]
    {
        get => Values[Offset(indices)];
        set => Edit()[Offset(indices)] = value;
    }

    /// <summary>The number at the indices of an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    [IndexerName("Element")]
    public float this[params int[] indices]
    {
        get => this[indices.AsSpan()];
        set => this[indices.AsSpan()] = value;
    }

    /// <summary>A copy that outlives the current tape. It has no history: gradients do not flow through it.</summary>
    public Tensor Keep() => new(Shape, Values);

    /// <summary>
    /// Keeps the gradient of an intermediate result until its tape ends. Otherwise <see cref="Tape.Backward"/> reuses its memory as soon as it has
    /// been passed on to the inputs. Call it before the backward pass; on tensors that you made yourself it changes nothing.
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

    /// <summary>What errors call this tensor, such as <c>'weight' of Linear 'hidden'</c>; null for one that no module made.</summary>
    internal Func<string>? Label { get; init; }

    /// <summary>An intermediate result: its memory goes back to <paramref name="pool"/> when <see cref="Release"/> is called.</summary>
    internal static Tensor Rent(Shape shape, BufferPool pool, bool requiresGradient) =>
        new(shape, new Storage(pool.Rent(shape.Size), shape.Size, pool) { RequiresGradient = requiresGradient, MadeAt = EditClock.Now });

    /// <summary>A tensor for results outside a tape; its numbers are unspecified.</summary>
    internal static Tensor Allocate(Shape shape) => new(shape, new Storage(FloatBuffer.AllocateUnpooled(shape.Size), shape.Size, pool: null));

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

    /// <summary>The place of a result that nobody has read yet, to be written by the operation that makes it.</summary>
    internal Span<float> ValuesToWrite
    {
        get
        {
            if (_storage.Values.IsEmpty)
                ThrowEnded();
            return _storage.Values.Span(_storage.Count);
        }
    }

    /// <summary><see cref="Values"/>, or the place of a result, for kernels that split their work between threads.</summary>
    internal Memory<float> ValuesMemory
    {
        get
        {
            CheckReadable();
            return _storage.Values.Memory(_storage.Count);
        }
    }

    /// <summary><see cref="Edit"/>, for kernels that split their work between threads.</summary>
    internal Memory<float> EditMemory()
    {
        _storage.EditedAt = EditClock.Next();
        return ValuesMemory;
    }

    /// <summary>When the operation began that made this result.</summary>
    internal long MadeAt => _storage.MadeAt;

    /// <summary>Whether this tensor was made by its user and not by an operation, and losses are differentiated with respect to it.</summary>
    internal bool IsLeaf => _storage.Pool is null && _storage.RequiresGradient;

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

    /// <summary>
    /// Refuses numbers that a backward rule would read and that were overwritten after the rule's operation had read them. It is checked here, where
    /// they are read, so that no operation can forget to.
    /// </summary>
    internal void CheckReadable()
    {
        if (_storage.Values.IsEmpty)
            ThrowEnded();
        if (_storage.EditedAt > EditClock.ReadableUntil)
            ThrowEdited();
    }

    /// <summary>Lets one backward pass at a time write this leaf's gradient. What is left over from passes whose gradients a step has used is
    /// forgotten; other gradients are added to.</summary>
    internal void BeginGradient(GradientSum sum, bool keepsUsed)
    {
        GradientSum? writer = Interlocked.CompareExchange(ref _storage.GradientWriter, sum, null);
        if (writer is not null && writer != sum)
            ThrowShared();
        GradientSum? before = _storage.GradientSum;
        if (before == sum)
            return;
        if (_storage.HasGradient && before is { IsUsed: true } && !keepsUsed)
            _storage.HasGradient = false;
        else if (_storage.HasGradient)
            before?.JoinTo(sum);
        _storage.GradientSum = sum;
    }

    /// <summary>Takes the gradient away, if there is one, so that a backward pass that shall leave no trace begins without; <see cref="PutBack"/>
    /// gives it back.</summary>
    internal HeldGradient HoldGradient()
    {
        HeldGradient held = new(HasGradient ? _storage.Gradient : null, _storage.GradientSum);
        if (HasGradient)
            _storage.Gradient = default;
        (_storage.HasGradient, _storage.GradientSum) = (false, null);
        return held;
    }

    /// <summary>Gives back what <see cref="HoldGradient"/> took, in place of what has been computed since.</summary>
    internal void PutBack(HeldGradient held)
    {
        if (held.Gradient is { } gradient)
            _storage.Gradient = gradient;
        (_storage.HasGradient, _storage.GradientSum) = (held.Gradient is not null, held.Sum);
    }

    /// <summary>Lets other backward passes write the gradient, if this one does.</summary>
    internal void EndGradient(GradientSum sum) => Interlocked.CompareExchange(ref _storage.GradientWriter, null, sum);

    /// <summary>Says that an optimizer's step has used this gradient, and clears it.</summary>
    internal void UseGradient()
    {
        _storage.GradientSum?.Use();
        ClearGradient();
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
    void ThrowEdited() => throw new InvalidOperationException(
        $"{(Label is { } label ? label() : "A tensor")} of shape {Shape} was overwritten after the forward pass had read it, so gradients computed "
            + $"from it would be wrong. Call Backward before Edit(), a step of an optimizer or a load, or compute the loss again.");

    [DoesNotReturn]
    void ThrowShared() => throw new InvalidOperationException(
        $"The gradient of {(Label is { } label ? label() : "a tensor")} of shape {Shape} is being written by a backward pass on another thread: "
            + $"threads that train one module would overwrite each other's sums. Run the passes one after the other, or give each thread a module "
            + $"of its own.");

    [DoesNotReturn]
    void ThrowNoGradient()
    {
        if (_storage.Values.IsEmpty)
            ThrowEnded();
        throw new InvalidOperationException(RequiresGradient
            ? $"{This} has no gradient: call tape.Backward(loss) with a loss computed from it and, if it is the result of an operation, "
                + $"RetainGradient() before."
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
        public long MadeAt, EditedAt;
        public GradientSum? GradientSum, GradientWriter;

        public void Release()
        {
            Pool!.Return(Values);
            Values = default;
            RetainsGradient = false;
            ReleaseGradient();
        }

        public void ForgetGradient()
        {
            Gradient = default;
            HasGradient = false;
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
