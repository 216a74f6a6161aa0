using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>
/// Remembers the operations of one step so that <see cref="Backward"/> can run through them in reverse, and owns the memory of their results.
/// </summary>
/// <remarks>
/// One <c>using</c> per step, none per tensor:
/// <code>
/// using Tape tape = Tape.Start();
/// Tensor loss = Loss.CrossEntropy(model.Forward(x), labels);
/// tape.Backward(loss);
/// optimizer.Step();
/// </code>
/// A tape belongs to the thread that started it. Outside any tape operations work too; their results then belong to the garbage
/// collector and no gradient is recorded.
/// </remarks>
public sealed class Tape : IDisposable
{
    [ThreadStatic]
    static Tape? _current;

    // What the backward pass that now runs on this thread adds to.
    [ThreadStatic]
    static GradientSum? _sum;

    readonly Tape? _outer;
    readonly BufferPool _pool = BufferPool.OfThread;
    readonly List<Tensor> _results = [];
    readonly List<(Tensor Result, long ReadAt, Action Rule)> _steps = [];
    readonly List<Tensor> _leaves = [];
    readonly bool _records;
    bool _hasRunBackward;
    bool _hasEnded;

    Tape(bool records)
    {
        _records = records;
        _outer = _current;
        _current = this;
    }

    /// <summary>Starts a tape on this thread; until it is disposed, operations are recorded and their results rented.</summary>
    public static Tape Start() => new(records: true);

    /// <summary>Starts a tape for evaluation: results are rented and given back at its end, nothing is recorded.</summary>
    public static Tape StartWithoutGradients() => new(records: false);

    /// <summary>Computes the gradient of <paramref name="loss"/> with respect to every tensor that requires one and that it was computed from.</summary>
    /// <remarks>
    /// <para>
    /// Gradients of several backward passes add up until an optimizer's step uses some of them. What that step does not own, such as a discriminator that the generator's loss went through, is left over: it can be
    /// read, and the next backward pass that reaches it replaces it. <paramref name="accumulate"/> adds to it instead.
    /// </para>
    /// <para>One backward pass at a time may write the gradients of a module: a second one on another thread is refused.</para>
    /// </remarks>
    /// <param name="loss">A tensor of one element, computed while this tape was running.</param>
    /// <param name="accumulate">Whether to add to gradients that were left over from earlier steps, too.</param>
    /// <exception cref="ShapeException">The loss has more than one element.</exception>
    /// <exception cref="InvalidOperationException">
    /// Backward has run already, the tape has ended, the loss was not computed on it, or depends on no tensor that requires a gradient; numbers that are needed have been overwritten since they were
    /// read; or another thread writes the same gradients.
    /// </exception>
    public void Backward(Tensor loss, bool accumulate = false)
    {
        if (loss.Shape.Size != 1)
            ShapeException.Throw("Tape.Backward", "a loss", "[] or [1]", loss.Shape, "Reduce it with Mean or Sum first.");
        if (_hasEnded)
            throw new InvalidOperationException("This tape has ended: call Backward before it is disposed.");
        if (_hasRunBackward)
            throw new InvalidOperationException("Backward has already run on this tape: start a new tape for the next step.");
        if (!_records || !loss.RequiresGradient)
            throw new InvalidOperationException(_records
                ? "The loss does not depend on any tensor that requires a gradient: was it computed inside this tape, from a module's parameters?"
                : "This tape was started without gradients: use Tape.Start() for training.");
        PassBack(loss, [1], accumulate);
    }

    /// <summary>What was made by its user and not by an operation, and will get a gradient; some of it more than once.</summary>
    internal IEnumerable<Tensor> Leaves => _leaves;

    /// <summary>Passes on the gradient of something with respect to <paramref name="result"/>, which was computed on this tape.</summary>
    internal void PassBack(Tensor result, ReadOnlySpan<float> gradient, bool accumulate = false)
    {
        int last = _steps.FindLastIndex(step => step.Result.IsViewOf(result));
        if (last < 0)
            throw new InvalidOperationException("The loss was not computed on this tape: call Backward on the tape that was running then.");
        _hasRunBackward = true;
        GradientSum? outer = _sum;
        // A pass within a rule of another is a part of that.
        GradientSum sum = _sum ??= new();
        try
        {
            // All before any is written, so that a refused pass changes nothing.
            foreach (Tensor leaf in _leaves)
                leaf.BeginGradient(sum, accumulate);
            gradient.CopyTo(result.GradientToWrite(out _).Span);
            for (int i = last; i >= 0; i--)
                if (_steps[i].Result.HasGradient)
                    Run(_steps[i].Result, _steps[i].ReadAt, _steps[i].Rule);
        }
        finally
        {
            _sum = outer;
            if (outer is null)
                foreach (Tensor leaf in _leaves)
                    leaf.EndGradient(sum);
        }
    }

    // A gradient that has been passed on is of no more use, nor is the working memory of its rule: large networks then hold a few gradients at a time, warm in the cache, and not all.
    void Run(Tensor result, long readAt, Action rule)
    {
        int first = _results.Count;
        EditClock.Run(readAt, rule);
        foreach (Tensor scratch in CollectionsMarshal.AsSpan(_results)[first..])
            scratch.Release();
        _results.RemoveRange(first, _results.Count - first);
        result.ReleaseGradient();
    }

    /// <summary>Ends the tape: the memory of all results goes back to the pool.</summary>
    public void Dispose()
    {
        if (_hasEnded)
            return;
        if (!IsOnThisThread())
            throw new InvalidOperationException("A tape ends on the thread that started it: use `using`.");
        // Tapes inside this one whose `using` was forgotten end with it.
        while (_current != this)
            _current!.End();
        End();
    }

    void End()
    {
        _hasEnded = true;
        _current = _outer;
        foreach (Tensor result in _results)
            result.Release();
    }

    bool IsOnThisThread()
    {
        for (Tape? tape = _current; tape is not null; tape = tape._outer)
            if (tape == this)
                return true;
        return false;
    }

    /// <summary>An uninitialised tensor for the result of an operation; it requires a gradient if one of the inputs does and this thread records.</summary>
    internal static Tensor Result(Shape shape, params ReadOnlySpan<Tensor> inputs)
    {
        if (_current is not { } tape)
            return Tensor.Allocate(shape);
        bool requiresGradient = false;
        if (tape._records)
            foreach (Tensor input in inputs)
            {
                requiresGradient |= input.RequiresGradient;
                if (input.IsLeaf)
                    tape._leaves.Add(input);
            }
        Tensor result = Tensor.Rent(shape, tape._pool, requiresGradient);
        tape._results.Add(result);
        return result;
    }

    /// <summary>Refuses an input that requires a gradient of an operation that gives it none, if this thread records: the gradients of what it was computed from would silently lack a part.</summary>
    /// <param name="where">The operation.</param>
    /// <param name="what">The input, such as <c>the target</c>.</param>
    /// <param name="value">Its tensor.</param>
    internal static void CheckConstant(string where, string what, Tensor? value)
    {
        if (value is { RequiresGradient: true } && _current is { _records: true })
            throw new InvalidOperationException(
                $"{where}: {what} requires a gradient, but is taken as a constant and would get none. Pass Keep() of it, a copy without a history, or write the formula with Ops to differentiate by it, too.");
    }

    /// <summary>Working memory of an operation that its backward rule reads too; it lives as long as the tape.</summary>
    internal static Tensor Scratch(Shape shape) => Result(shape);

    /// <summary>How many results this thread's tape holds if it records nothing; null if it records or there is none.</summary>
    internal static int? ResultsInUse => _current is { _records: false } tape ? tape._results.Count : null;

    /// <summary>In use, not in training: gives back the memory of all results since there were <paramref name="count"/>, but for that of <paramref name="result"/>.</summary>
    internal static void ReleaseSince(int count, Tensor result)
    {
        List<Tensor> results = _current!._results;
        Tensor? kept = null;
        foreach (Tensor other in CollectionsMarshal.AsSpan(results)[count..])
            if (other.IsViewOf(result))
                kept = other;
            else
                other.Release();
        results.RemoveRange(count, results.Count - count);
        if (kept is not null)
            results.Add(kept);
    }

    /// <summary>Remembers how to pass the gradient of <paramref name="result"/> on to its inputs, if anybody needs it.</summary>
    internal static Tensor Record(Tensor result, Action rule)
    {
        if (result.RequiresGradient)
            _current!._steps.Add((result, result.MadeAt, rule));
        return result;
    }
}
