using Elucid;
using Benchmarks.Libraries;

namespace Benchmarks.Differences;

/// <summary>What each library returns at the inputs where implementations go wrong.</summary>
static class SpecialValues
{
    // Beyond this a result is not a matter of the last places.
    const double Tolerance = 16;

    public static readonly float[] Inputs =
        [float.NaN, float.NegativeInfinity, float.PositiveInfinity, -0f, -1e-40f, -1e-8f, -100, 100, -float.MaxValue, float.MaxValue];

    /// <summary>The rows of one function: a library and its results, those in bold that are wrong in more than the last places or in sign.</summary>
    public static IEnumerable<string[]> Rows(string function)
    {
        Activation reference = FunctionDifferences.Reference(function);
        // Longer than the widest vector, so that the loops run that every other input goes through.
        Arrays<float> batch = Arrays.Of([.. Enumerable.Repeat(Inputs, 64).SelectMany(x => x)]);
        foreach (ILibrary library in DifferencesCommand.Libraries)
            using (Job<float>? job = library.Forward(function, batch))
                if (job?.Result() is { } results)
                    yield return [function, library.Name, .. Inputs.Select((x, i) => Cell(results[i], reference.Evaluate(x)))];
    }

    /// <summary>A number as the table writes it.</summary>
    public static string Text(float value, int digits = 5) => value switch
    {
        float.NaN => "NaN",
        float.PositiveInfinity => "∞",
        float.NegativeInfinity => "−∞",
        0 => float.IsNegative(value) ? "−0" : "0",
        _ => value.ToString($"G{digits}").Replace('-', '−'),
    };

    static string Cell(float result, double exact)
    {
        bool isRight = float.IsNaN(result) ? double.IsNaN(exact)
            : Ulp.Error(result, exact) <= Tolerance && (float.IsNegative(result) == double.IsNegative(exact));
        return isRight ? Text(result) : $"**{Text(result)}**";
    }
}
