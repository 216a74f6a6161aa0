using System.Runtime.InteropServices;

namespace Elucid;

/// <summary>What a thread remembers between the start and the end of a <see cref="Tape"/>: results, whose memory it owns, and how to pass gradients
/// back.</summary>
internal sealed class Recording
{
    [ThreadStatic]
    static Recording? _current;

    // What the backward pass that now runs on this thread adds to.
    [ThreadStatic]
    static GradientSum? _sum;

    readonly BufferPool _pool = BufferPool.OfThread;
    readonly List<Tensor> _results = [];
    readonly List<(Tensor Result, long ReadAt, Action Rule)> _steps = [];
    readonly List<Tensor> _leaves = [];
    Recording? _outer;
    volatile bool _isAbandoned;

    Recording(bool records) => (Records, _outer) = (records, _current);

    /// <summary>That of the tape that now runs on this thread; null if there is none.</summary>
    public static Recording? Current
    {
        get
        {
            if (_current is { _isAbandoned: true })
                LetGo();
            return _current;
        }
    }

    /// <summary>Whether steps are remembered, and not just results.</summary>
    public bool Records { get; }

    public bool HasRunBackward { get; private set; }

    public bool HasEnded { get; private set; }

    /// <summary>What was made by its user and not by an operation, and will get a gradient; some of it more than once.</summary>
    public List<Tensor> Leaves => _leaves;

    public int ResultCount => _results.Count;

    /// <summary>How many operations there are to pass gradients back through.</summary>
    public int StepCount => _steps.Count;

    public static Recording Start(bool records)
    {
        if (_current is not null)
            LetGo();
        return _current = new(records);
    }

    /// <summary>Says that nobody can end this recording any more, nor ask it for gradients; called on any thread.</summary>
    public void Abandon() => _isAbandoned = true;

    // Abandoned recordings that stand around no live one go to the garbage collector, with what they hold: it may still be read. One within a live
    // recording stays until that ends: what it recorded is between the others' steps.
    static void LetGo()
    {
        Recording? live = null;
        for (Recording? recording = _current; recording is not null; recording = recording._outer)
            if (!recording._isAbandoned)
                live = recording;
        if (live is null)
            _current = null;
        else
            live._outer = null;
    }

    /// <summary>Gives the memory of all results back. Recordings inside this one whose tapes were never disposed end with it.</summary>
    public void End()
    {
        if (HasEnded)
            return;
        while (_current != this)
            _current!.Close();
        Close();
    }

    void Close()
    {
        HasEnded = true;
        _current = _outer;
        foreach (Tensor result in _results)
            result.Release();
    }

    /// <summary>An uninitialised tensor for the result of an operation; it requires a gradient if one of the inputs does and steps are
    /// remembered.</summary>
    public Tensor Add(Shape shape, ReadOnlySpan<Tensor> inputs)
    {
        bool requiresGradient = false;
        if (Records)
            foreach (Tensor input in inputs)
            {
                requiresGradient |= input.RequiresGradient;
                if (input.IsLeaf)
                    _leaves.Add(input);
            }
        Tensor result = Tensor.Rent(shape, _pool, requiresGradient);
        _results.Add(result);
        return result;
    }

    public void AddStep(Tensor result, Action rule) => _steps.Add((result, result.MadeAt, rule));

    /// <summary>Gives back the memory of all results since there were <paramref name="count"/>, but for that of <paramref name="result"/>.</summary>
    public void ReleaseSince(int count, Tensor result)
    {
        Tensor? kept = null;
        foreach (Tensor other in CollectionsMarshal.AsSpan(_results)[count..])
            if (other.IsViewOf(result))
                kept = other;
            else
                other.Release();
        _results.RemoveRange(count, _results.Count - count);
        if (kept is not null)
            _results.Add(kept);
    }

    /// <summary>Passes on the gradient of something with respect to <paramref name="result"/>, which was computed in this recording.</summary>
    public void PassBack(Tensor result, ReadOnlySpan<float> dresult, bool accumulate = false)
    {
        int last = _steps.FindLastIndex(step => step.Result.IsViewOf(result));
        if (last < 0)
            throw new InvalidOperationException("The loss was not computed on this tape: call Backward on the tape that was running then.");
        HasRunBackward = true;
        GradientSum? outer = _sum;
        // A pass within a rule of another is a part of that.
        GradientSum sum = _sum ??= new();
        try
        {
            // All before any is written, so that a refused pass changes nothing.
            foreach (Tensor leaf in _leaves)
                leaf.BeginGradient(sum, accumulate);
            dresult.CopyTo(result.GradientToWrite(out _).Span);
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

    // A gradient that has been passed on is of no more use, nor is the working memory of its rule: large networks then hold a few gradients at a
    // time, warm in the cache, and not all.
    void Run(Tensor result, long readAt, Action rule)
    {
        int first = _results.Count;
        EditClock.Run(readAt, rule);
        foreach (Tensor scratch in CollectionsMarshal.AsSpan(_results)[first..])
            scratch.Release();
        _results.RemoveRange(first, _results.Count - first);
        result.ReleaseGradient();
    }
}
