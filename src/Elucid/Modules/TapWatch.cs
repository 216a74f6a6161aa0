namespace Elucid;

/// <summary>What a <see cref="Taps"/> holds. Its thread knows it weakly, so that one whose end was forgotten is collected.</summary>
internal sealed class TapWatch
{
    [ThreadStatic]
    static WeakReference<TapWatch>? _current;

    readonly Dictionary<Module, string> _names;
    readonly Dictionary<Module, int> _uses = [];
    readonly List<TapReading> _readings = [];
    readonly WeakReference<TapWatch>? _outer = _current;

    TapWatch(IEnumerable<(string Name, Module Module)> modules) => _names = modules.ToDictionary(m => m.Module, m => m.Name);

    public IReadOnlyList<TapReading> Readings => _readings;

    public static TapWatch Start(IEnumerable<(string Name, Module Module)> modules)
    {
        TapWatch watch = new(modules);
        _current = new(watch);
        return watch;
    }

    /// <summary>Whether somebody looks at a module on this thread.</summary>
    public static bool Includes(Module module)
    {
        if (_current is null)
            return false;
        foreach (TapWatch watch in Open())
            if (watch._names.ContainsKey(module))
                return true;
        return false;
    }

    /// <summary>Notes a forward pass for all who look at the module.</summary>
    public static void See(Module module, Tensor input, Tensor output, Tensor? attentionWeights = null)
    {
        if (_current is null)
            return;
        foreach (TapWatch watch in Open())
            if (watch._names.TryGetValue(module, out string? name))
                watch.Add(module, name, input, output, attentionWeights);
    }

    public void Clear()
    {
        _readings.Clear();
        _uses.Clear();
    }

    // Watches inside this one whose `using` was forgotten end with it.
    public void End()
    {
        if (Open().Contains(this))
            _current = _outer;
    }

    static IEnumerable<TapWatch> Open()
    {
        for (WeakReference<TapWatch>? next = _current; next is not null && next.TryGetTarget(out TapWatch? watch); next = watch._outer)
            yield return watch;
    }

    void Add(Module module, string name, Tensor input, Tensor output, Tensor? attentionWeights)
    {
        int use = _uses[module] = _uses.GetValueOrDefault(module) + 1;
        // In use a network gives the memory of its results back as it goes.
        bool isKept = Tape.ResultsInUse is not null;
        if (!isKept)
        {
            input.RetainGradient();
            output.RetainGradient();
        }
        (Tensor x, Tensor y) = isKept ? (input.Keep(), output.Keep()) : (input, output);
        _readings.Add(new(use == 1 ? name : $"{name} (use {use})", module, x, y, attentionWeights));
    }
}
