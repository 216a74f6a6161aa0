namespace Benchmarks.Libraries;

/// <summary>Somebody's activation functions, each made ready to run over given numbers. Functions have the names of Elucid's catalog:
/// <c>elu:alpha=1.5</c>.</summary>
interface ILibrary
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>y = f(x), or null where the library has no such function for this type or is not installed.</summary>
    Job<T>? Forward<T>(string function, Arrays<T> batch) where T : unmanaged;

    /// <summary>x = f(x), or null.</summary>
    Job<T>? InPlace<T>(string function, Arrays<T> batch) where T : unmanaged => null;

    /// <summary>dx = dy · f′(x), or null.</summary>
    Job<T>? Backward<T>(string function, Arrays<T> batch) where T : unmanaged => null;
}

/// <summary>One function in one library, ready to run: memory allocated, model loaded, graph recorded.</summary>
/// <param name="run">What is timed.</param>
/// <param name="result">Runs once and returns the numbers.</param>
/// <param name="release">Gives native memory back.</param>
sealed class Job<T>(Action run, Func<T[]> result, Action? release = null) : IDisposable where T : unmanaged
{
    /// <summary>A job that writes into memory of the batch.</summary>
    public Job(Numbers<T> destination, Action run, Action? release = null) : this(run, () =>
    {
        run();
        return destination.Span.ToArray();
    }, release)
    {
    }

    public Action Run => run;

    /// <summary>Runs once and returns the numbers.</summary>
    public T[] Result() => result();

    public void Dispose() => release?.Invoke();
}
