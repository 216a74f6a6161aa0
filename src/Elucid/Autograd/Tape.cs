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
/// A tape belongs to the thread that started it, and is a <c>ref struct</c>: what follows an <c>await</c> may run on another thread, so the compiler
/// refuses one inside the tape's scope, and a tape in a field. Await before the step, or give the step a method of its own. Outside any tape
/// operations work too; their results then belong to the garbage collector and no gradient is recorded. A tape whose end was forgotten lets go of its
/// thread when the collector finds it.
/// </remarks>
public readonly ref struct Tape : IDisposable
{
    readonly TapeHandle? _handle;

    Tape(bool records) => _handle = new(Recording.Start(records));

    /// <summary>Starts a tape on this thread; until it is disposed, operations are recorded and their results rented.</summary>
    public static Tape Start() => new(records: true);

    /// <summary>Starts a tape for evaluation: results are rented and given back at its end, nothing is recorded.</summary>
    public static Tape StartWithoutGradients() => new(records: false);

    /// <summary>Computes the gradient of <paramref name="loss"/> with respect to every tensor that requires one and that it was computed
    /// from.</summary>
    /// <remarks>
    /// <para>
    /// Gradients of several backward passes add up until an optimizer's step uses some of them. What that step does not own, such as a discriminator
    /// that the generator's loss went through, is left over: it can be read, and the next backward pass that reaches it replaces it.
    /// <paramref name="accumulate"/> adds to it instead.
    /// </para>
    /// <para>One backward pass at a time may write the gradients of a module: a second one on another thread is refused.</para>
    /// </remarks>
    /// <param name="loss">A tensor of one element, computed while this tape was running.</param>
    /// <param name="accumulate">Whether to add to gradients that were left over from earlier steps, too.</param>
    /// <exception cref="ShapeException">The loss has more than one element.</exception>
    /// <exception cref="InvalidOperationException">
    /// Backward has run already, the tape has ended, the loss was not computed on it, or depends on no tensor that requires a gradient; numbers that
    /// are needed have been overwritten since they were read; or another thread writes the same gradients.
    /// </exception>
    public void Backward(Tensor loss, bool accumulate = false)
    {
        if (loss.Shape.Size != 1)
            ShapeException.Throw("Tape.Backward", "a loss", "[] or [1]", loss.Shape, "Reduce it with Mean or Sum first.");
        Recording recording = _handle?.Recording
            ?? throw new InvalidOperationException("This tape was never started: write `using Tape tape = Tape.Start();`.");
        if (recording.HasEnded)
            throw new InvalidOperationException("This tape has ended: call Backward before it is disposed.");
        if (recording.HasRunBackward)
            throw new InvalidOperationException("Backward has already run on this tape: start a new tape for the next step.");
        if (!recording.Records)
            throw new InvalidOperationException("This tape was started without gradients: use Tape.Start() for training.");
        if (!loss.RequiresGradient)
            throw new InvalidOperationException(
                "The loss does not depend on any tensor that requires a gradient: was it computed inside this tape, from a module's parameters, and "
                    + "on the thread that started the tape? "
                + "What other threads compute, in tasks or after an `await`, is not recorded.");
        recording.PassBack(loss, [1], accumulate);
        // Or the collector might find the tape forgotten while its gradients are being computed.
        GC.KeepAlive(_handle);
    }

    /// <summary>What was made by its user and not by an operation, and will get a gradient; some of it more than once.</summary>
    internal IReadOnlyList<Tensor> Leaves => _handle!.Recording.Leaves;

    /// <summary>Passes on the gradient of something with respect to <paramref name="result"/>, which was computed on this tape.</summary>
    internal void PassBack(Tensor result, ReadOnlySpan<float> dresult) => _handle!.Recording.PassBack(result, dresult);

    /// <summary>Ends the tape: the memory of all results goes back to the pool.</summary>
    public void Dispose() => _handle?.Dispose();

    /// <summary>An uninitialised tensor for the result of an operation; it requires a gradient if one of the inputs does and this thread
    /// records.</summary>
    internal static Tensor Result(Shape shape, params ReadOnlySpan<Tensor> inputs) =>
        Recording.Current is { } recording ? recording.Add(shape, inputs) : Tensor.Allocate(shape);

    /// <summary>Refuses an input that requires a gradient of an operation that gives it none, if this thread records: the gradients of what it was
    /// computed from would silently lack a part.</summary>
    /// <param name="where">The operation.</param>
    /// <param name="what">The input, such as <c>the target</c>.</param>
    /// <param name="value">Its tensor.</param>
    internal static void CheckConstant(string where, string what, Tensor? value)
    {
        if (value is { RequiresGradient: true } && Recording.Current is { Records: true })
            throw new InvalidOperationException(
                $"{where}: {what} requires a gradient, but is taken as a constant and would get none. Pass Detach() of it, its numbers without a "
                    + $"history, or write the formula with Ops to differentiate with respect to it as well.");
    }

    /// <summary>Working memory of an operation that its backward rule reads too; it lives as long as the tape.</summary>
    internal static Tensor Scratch(Shape shape) => Result(shape);

    /// <summary>How many results this thread's tape holds if it records nothing; null if it records or there is none.</summary>
    internal static int? ResultsInUse => Recording.Current is { Records: false } recording ? recording.ResultCount : null;

    /// <summary>In use, not in training: gives back the memory of all results since there were <paramref name="count"/>, but for that of
    /// <paramref name="result"/>.</summary>
    internal static void ReleaseSince(int count, Tensor result) => Recording.Current?.ReleaseSince(count, result);

    /// <summary>Remembers how to pass the gradient of <paramref name="result"/> on to its inputs, if anybody needs it.</summary>
    internal static Tensor Record(Tensor result, Action rule)
    {
        if (result.RequiresGradient)
            Recording.Current?.AddStep(result, rule);
        return result;
    }
}
