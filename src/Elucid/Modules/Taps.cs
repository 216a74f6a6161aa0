namespace Elucid;

/// <summary>
/// Looks into a network while it computes: inputs and outputs of layers, and after a backward pass their gradients. What nobody looks at pays
/// nothing.
/// </summary>
/// <remarks>
/// <code>
/// using Tape tape = Tape.Start();
/// using Taps taps = Taps.On(net, layer => layer is ActivationLayer);
/// tape.Backward(Loss.CrossEntropy(net.Forward(x), labels));
/// foreach (TapReading reading in taps.Readings)
///     Console.WriteLine($"{reading.Layer}: {UnitStatistics.Of(reading.Output).Mean[0]}");
/// </code>
/// It sees what this thread computes, and is a <c>ref struct</c> like <see cref="Tape"/>. All layers of the library can be looked at, wherever they
/// lie, and modules of your own whose <see cref="Module.Forward"/> ends with <see cref="Module.Tapped"/>. Layers that would run as one pass run apart
/// while one of them is looked at, with the same bits.
/// </remarks>
public readonly ref struct Taps : IDisposable
{
    readonly TapWatch? _watch;

    Taps(TapWatch watch) => _watch = watch;

    /// <summary>Looks at layers of a network until it is disposed.</summary>
    /// <param name="network">The network; a part of it may be called alone.</param>
    /// <param name="where">Chooses the modules; at least one.</param>
    /// <exception cref="ArgumentException">No module is chosen.</exception>
    public static Taps On(Module network, Func<Module, bool> where)
    {
        (string Name, Module Module)[] chosen = [.. network.NamedModules().Where(m => where(m.Module))];
        if (chosen.Length == 0)
            throw new ArgumentException(
                $"Taps.On: expected a predicate that chooses modules of {network}, but it chooses none of its {network.NamedModules().Count()}.",
                nameof(where));
        return new(TapWatch.Start(chosen));
    }

    /// <summary>What has been seen so far, in the order of computation; a layer that is used several times comes once for each use.</summary>
    public IReadOnlyList<TapReading> Readings => _watch?.Readings ?? [];

    /// <summary>Forgets what has been seen, as before the next batch.</summary>
    public void Clear() => _watch?.Clear();

    /// <summary>Looks no longer. Readings stay, as long as the tape does that computed them.</summary>
    public void Dispose() => _watch?.End();
}
