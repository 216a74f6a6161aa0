using System.Diagnostics;
using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>Told of a verification's progress, from any thread.</summary>
public interface IVerificationObserver
{
    /// <summary>A function begins.</summary>
    /// <param name="name">Such as <c>elu′ float</c>.</param>
    void OnStart(string name);

    /// <summary>More inputs are done.</summary>
    void OnProgress(long inputs);
}

/// <summary>Verifies that functions are as exact as the catalog states, at every width of vectors that the machine has.</summary>
public sealed class Verifier
{
    readonly VerificationSettings _settings;
    readonly IReadOnlyList<Check> _checks;

    /// <param name="settings">What to verify.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or nothing is left to verify.</exception>
    public Verifier(VerificationSettings settings)
    {
        if (settings.Stride is < 1 or > OrderedFloats.Count)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(VerificationSettings.Stride))} must be between 1 (all floats) and {OrderedFloats.Count}, but got "
                    + $"{settings.Stride}.");
        if (settings.Threads < 1)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(VerificationSettings.Threads))} must be a positive number, but got {settings.Threads}.");
        if (settings.Functions.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(VerificationSettings.Functions))} must name at least one activation; "
                    + $"{Spelling.Of(nameof(ActivationCatalog.All))} lists them.");
        if (settings.Types.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(VerificationSettings.Types))} must name at least one of float, double, half, bfloat16.");
        _settings = settings;
        _checks = [.. from type in settings.Types from activation in settings.Functions from subject in Subject.Of(activation)
            where Wants(subject) select Check.Of(subject, type, settings.Stride)];
    }

    /// <summary>Inputs that the whole run takes, each at every width.</summary>
    public long Inputs => _checks.Sum(check => check.Inputs);

    /// <summary>Runs until all is verified or cancelled.</summary>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends the run in good order; what was found is returned.</param>
    public VerificationReport Run(IVerificationObserver observer, CancellationToken cancellation)
    {
        long start = Stopwatch.GetTimestamp();
        List<VerificationResult> results = [];
        foreach (Check check in _checks)
        {
            if (cancellation.IsCancellationRequested)
                break;
            observer.OnStart(check.Name);
            results.Add(check.Run(_settings.Threads, observer.OnProgress, cancellation));
        }
        bool isComplete = results.Count == _checks.Count && results.All(result => result.IsComplete);
        return new("elucid-verify/1", RunEnvironment.Current, _settings.Stride, Stopwatch.GetElapsedTime(start).TotalSeconds, Inputs, isComplete,
            [.. results.Where(result => result.Inputs > 0)]);
    }

    bool Wants(Subject subject) => _settings.Parts == FunctionParts.Both || subject.IsDerivative == (_settings.Parts == FunctionParts.Derivatives);
}
