using Elucid.Verification;

namespace Elucid.Cli;

/// <summary>Tells a progress bar what a verification does.</summary>
/// <param name="inputs">All inputs of the run.</param>
/// <param name="bar">The bar.</param>
internal sealed class VerifyProgress(long inputs, ProgressBar bar) : IVerificationObserver
{
    long _done;

    public void OnStart(string name) => bar.Report(name);

    public void OnProgress(long more) => bar.Report((double)Interlocked.Add(ref _done, more) / inputs);
}
