using Elucid;
namespace Benchmarks.Networks;

/// <summary>One <see cref="NetworkCase"/> in both libraries, with equal weights and equal inputs.</summary>
sealed class NetworkTwins : IDisposable
{
    const double Tolerance = 1e-3;

    readonly TwinStart _start;
    readonly ElucidTwin _elucid;
    readonly TorchTwin _torch;

    public NetworkTwins(NetworkCase network, bool isTraining)
    {
        _start = new TwinStart(network, isTraining);
        (_elucid, _torch) = (new ElucidTwin(_start), new TorchTwin(_start));
    }

    public ITwin Elucid => _elucid;

    public ITwin Torch => _torch;

    /// <summary>The multiply-adds of matrix products and convolutions: a training step has each three times, but for the gradient by a whole
    /// network's input.</summary>
    public long MultiplyAdds(bool isTraining)
    {
        (Module module, Shape input) = (_start.Module, _start.Network.Input);
        long forward = module.MultiplyAdds(input);
        return !isTraining ? forward
            : 3 * forward
                - (_start.WantsInputGradient ? 0 : module.NamedModules().Select(m => m.Module).First(m => m.Children.Count == 0).MultiplyAdds(input));
    }

    /// <summary>Compares outputs, and after three steps of training the weights: a benchmark of unequal work would be worthless.</summary>
    /// <exception cref="InvalidOperationException">They differ by more than rounding explains.</exception>
    public void CheckEqual(bool isTraining)
    {
        Compare("output", _elucid.Output, _torch.Output);
        for (int step = 0; isTraining && step < 3; step++)
        {
            _elucid.Step();
            _torch.Step();
        }
        foreach ((string name, float[] values) in _torch.Weights)
            Compare(name, _elucid.Weights[name].Values, values);
    }

    public void Dispose() => _torch.Dispose();

    static void Compare(string what, ReadOnlySpan<float> elucid, ReadOnlySpan<float> libtorch)
    {
        for (int i = 0; i < libtorch.Length; i++)
            if (!(Math.Abs(elucid[i] - libtorch[i]) <= Tolerance * Math.Max(1, Math.Abs(libtorch[i]))))
                throw new InvalidOperationException($"{what}: element {i} is {elucid[i]} in Elucid and {libtorch[i]} in libtorch.");
    }
}
