namespace Elucid;

/// <summary>The modes that the modules of a network had, each of which is put back when the scope is disposed; see
/// <see cref="Module.InUse"/>.</summary>
public readonly struct ModeScope : IDisposable
{
    readonly (Module Module, bool IsTraining)[]? _modes;

    internal ModeScope(IEnumerable<Module> modules) => _modes = [.. modules.Select(m => (m, m.IsSetToTrain))];

    /// <summary>Puts the modes back, module by module.</summary>
    public void Dispose()
    {
        foreach ((Module module, bool isTraining) in _modes ?? [])
            module.IsTraining = isTraining;
    }
}
