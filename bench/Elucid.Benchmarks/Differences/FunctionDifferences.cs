using Elucid;
using Benchmarks.Libraries;

namespace Benchmarks.Differences;

/// <summary>One function or derivative in all libraries that have it; Elucid is the first.</summary>
sealed record FunctionDifferences(string Function, IReadOnlyList<Accuracy> Libraries)
{
    public Accuracy Elucid => Libraries[0];

    public IEnumerable<Accuracy> Peers => Libraries.Skip(1);

    /// <summary>Compares f(x).</summary>
    public static FunctionDifferences Forward(string function, InputSet inputs, Arrays<float> batch) =>
        Compare(function, inputs, Reference(function).Evaluate, isDerivative: false, library => library.Forward(function, batch));

    /// <summary>Compares f′(x).</summary>
    public static FunctionDifferences Derivative(string function, InputSet inputs, Arrays<float> batch) =>
        Compare(function, inputs, Reference(function).EvaluateDerivative, isDerivative: true, library => library.Backward(function, batch));

    /// <summary>The function whose parameters are the floats that every library gets.</summary>
    public static Activation Reference(string function) => ActivationCatalog.Parse(function).InSinglePrecision();

    static FunctionDifferences Compare(
        string function, InputSet inputs, Func<double, double> f, bool isDerivative, Func<ILibrary, Job<float>?> prepare)
    {
        const int Piece = 1 << 14;
        double[] exact = new double[inputs.Values.Length];
        Parallel.For(0, exact.Length / Piece + 1, piece =>
        {
            for (int i = piece * Piece; i < Math.Min(exact.Length, (piece + 1) * Piece); i++)
                exact[i] = f(inputs.Values[i]);
        });
        List<Accuracy> all = [];
        float[]? elucid = null;
        foreach (ILibrary library in DifferencesCommand.Libraries)
            using (Job<float>? job = prepare(library))
                if (job?.Result() is { } results)
                    all.Add(new Accuracy(library.Name, inputs, exact, results, elucid ??= results, isDerivative));
        return new FunctionDifferences(function, all);
    }
}
