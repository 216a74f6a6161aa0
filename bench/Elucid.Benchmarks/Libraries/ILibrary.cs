namespace Elucid.Benchmarks.Libraries;

/// <summary>Somebody's activation functions, each made ready to run over given numbers. Functions have the names of Elucid's catalog: <c>elu:alpha=1.5</c>.</summary>
interface ILibrary
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>y = f(x), or null where the library has no such function or is not installed.</summary>
    Job? Forward(string function, Batch batch);

    /// <summary>x = f(x), or null.</summary>
    Job? InPlace(string function, Batch batch) => null;

    /// <summary>dx = dy · f′(x), or null.</summary>
    Job? Backward(string function, Batch batch) => null;
}

/// <summary>One function in one library, ready to run: memory allocated, model loaded, graph recorded.</summary>
/// <param name="run">What is timed.</param>
/// <param name="result">The numbers that a run computes.</param>
/// <param name="release">Gives native memory back.</param>
sealed class Job(Action run, Func<float[]> result, Action? release = null) : IDisposable
{
    public Action Run => run;

    /// <summary>Runs once and returns the numbers.</summary>
    public float[] Result() => result();

    public void Dispose() => release?.Invoke();

    /// <summary>A job that writes into memory of the batch.</summary>
    public static Job Into(Numbers<float> destination, Action run, Action? release = null) => new(run, () =>
    {
        run();
        return destination.Span.ToArray();
    }, release);
}
