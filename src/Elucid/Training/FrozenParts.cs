namespace Elucid;

/// <summary>
/// What of a network is frozen, for checkpoints: a run that unfreezes its network on the way resumes with the parts that were frozen then.
/// </summary>
/// <param name="Modules">The full names of modules.</param>
/// <param name="Parameters">The full names of parameters.</param>
internal sealed record FrozenParts(IReadOnlyList<string> Modules, IReadOnlyList<string> Parameters)
{
    public static FrozenParts Of(Module model) => new(
        [.. model.NamedModules().Where(m => m.Module.IsFrozen).Select(m => m.Name)],
        [.. model.NamedParameters().Where(p => !p.Value.RequiresGradient).Select(p => p.Name)]);

    public void Restore(Module model)
    {
        foreach ((string name, Module module) in model.NamedModules())
            module.IsFrozen = Modules.Contains(name);
        foreach ((string name, Tensor value) in model.NamedParameters())
            value.RequiresGradient = !Parameters.Contains(name);
    }
}
