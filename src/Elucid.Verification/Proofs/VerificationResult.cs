using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>What was found for one function or derivative in one type.</summary>
public sealed record VerificationResult
{
    /// <summary>The activation with its parameters.</summary>
    public required string Function { get; init; }

    /// <summary>Whether this is f′.</summary>
    public required bool IsDerivative { get; init; }

    /// <summary>The type of the elements.</summary>
    public required ElementType Type { get; init; }

    /// <summary>Inputs looked at, at each width.</summary>
    public required long Inputs { get; init; }

    /// <summary>Inputs that were to be looked at; more than <see cref="Inputs"/> after a cancellation.</summary>
    public required long PlannedInputs { get; init; }

    /// <summary>Whether the inputs planned are all that the type has.</summary>
    public required bool IsExhaustive { get; init; }

    /// <summary>The stated bound.</summary>
    public required ErrorBound Bound { get; init; }

    /// <summary>The largest error in ulps, results within the absolute bound aside.</summary>
    public required double MaxUlp { get; init; }

    /// <summary>The input of <see cref="MaxUlp"/>; null where every result is exact.</summary>
    public required WorstCase? Worst { get; init; }

    /// <summary>The largest absolute error among results beyond the bound in ulps; 0 where there is none.</summary>
    public required double MaxAbsolute { get; init; }

    /// <summary>Elements in the lanes that were compared, the widest first.</summary>
    public required IReadOnlyList<int> Widths { get; init; }

    /// <summary>Results of narrower lanes with other bits than those of the widest, NaNs aside.</summary>
    public required long WidthDifferences { get; init; }

    /// <summary>Whether bits must agree: where multiply-adds are rounded once.</summary>
    public required bool WidthsMustAgree { get; init; }

    /// <summary>Results that are NaN where the exact value is not, and the other way round.</summary>
    public required long NaNViolations { get; init; }

    /// <summary>Infinite results of exact values in the type's range, and infinite limits that are not reached.</summary>
    public required long InfinityViolations { get; init; }

    /// <summary>f(±0) that is not the zero of this sign, where f(0) = 0; for f′ any zero will do.</summary>
    public required long ZeroViolations { get; init; }

    /// <summary>Results in Half or BFloat16 that are not the float result rounded to nearest.</summary>
    public required long RoundingViolations { get; init; }

    /// <summary>Places where a function that never falls does so between one input and the next, by a rounding; null for a function that falls. No
    /// violation.</summary>
    public required long? Falls { get; init; }

    /// <summary>Whether no planned input was left out.</summary>
    public bool IsComplete => Inputs == PlannedInputs;

    /// <summary>Whether everything looked at is as stated.</summary>
    public bool Passed => MaxUlp <= Bound.Ulps && (WidthDifferences == 0 || !WidthsMustAgree)
        && NaNViolations == 0 && InfinityViolations == 0 && ZeroViolations == 0 && RoundingViolations == 0;
}

/// <summary>All that a run of <see cref="Verifier"/> found.</summary>
/// <param name="Schema">Names this form of the document: <c>elucid-verify/1</c>.</param>
/// <param name="Environment">Where it ran.</param>
/// <param name="Stride">1 where every float was looked at.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="PlannedInputs">Inputs that the whole run takes, each at every width.</param>
/// <param name="IsComplete">Whether it ran to its end.</param>
/// <param name="Results">In the order of the catalog.</param>
public sealed record VerificationReport(
    string Schema, RunEnvironment Environment, long Stride, double Seconds, long PlannedInputs, bool IsComplete,
    IReadOnlyList<VerificationResult> Results)
{
    /// <summary>Inputs looked at, each at every width.</summary>
    public long Inputs => Results.Sum(result => result.Inputs);

    /// <summary>The document as JSON, on many lines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, VerificationJson.Indented.VerificationReport);

    /// <summary>Whether everything looked at is as stated.</summary>
    public bool Passed => Results.All(result => result.Passed);
}
