namespace Elucid;

public abstract partial class Module
{
    /// <summary>Whether the whole module is frozen; see <see cref="Freeze()"/>.</summary>
    public bool IsFrozen { get; internal set; }

    /// <summary>
    /// Keeps this module and its children as they are while what surrounds them is trained: their parameters get no gradient, optimizers pass them
    /// over, and they compute as in use, so that dropout passes its
    /// input on and batch norm takes its running statistics and leaves them. Where a loss reaches nothing else that learns, they cost no backward
    /// pass and no memory for gradients.
    /// </summary>
    /// <remarks>
    /// <code>
    /// body.Freeze();              // train the head alone
    /// body.Unfreeze();            // later train both, perhaps in a ParameterGroup of a smaller rate
    /// </code>
    /// Checkpoints keep what is frozen. As in PyTorch with <c>requires_grad_(False)</c> and <c>eval()</c>.
    /// </remarks>
    public void Freeze() => SetFrozen(true);

    /// <summary>Trains the module and its children again, in the mode that <see cref="Train"/> has set.</summary>
    public void Unfreeze() => SetFrozen(false);

    /// <summary>Freezes parameters by name. Modules keep computing as in training.</summary>
    /// <param name="where">Gets full names, such as <c>encoder.0.bias</c>.</param>
    /// <exception cref="ArgumentException">No parameter is chosen.</exception>
    public void Freeze(Func<string, bool> where) => SetRequired(where, false);

    /// <summary>Trains parameters by name again. A module that is frozen as a whole keeps computing as in use.</summary>
    /// <param name="where">Gets full names, such as <c>encoder.0.bias</c>.</param>
    /// <exception cref="ArgumentException">No parameter is chosen.</exception>
    public void Unfreeze(Func<string, bool> where) => SetRequired(where, true);

    /// <summary>Freezes layers by name, as a whole each: they also compute as in use.</summary>
    /// <param name="patterns">Full names such as <c>body.0,body.layers.*</c>: * stands for any signs, ? for one, and what lies below a layer goes
    /// with it.</param>
    /// <returns>The names of the layers that are frozen, those below them aside.</returns>
    /// <exception cref="ArgumentException">A pattern matches no layer with parameters; lists those that there are.</exception>
    public IReadOnlyList<string> FreezeLayers(string patterns)
    {
        IReadOnlyList<string> names = LayerPatterns.Find(this, patterns);
        foreach ((string name, Module module) in NamedModules().Where(m => names.Contains(m.Name)))
            module.Freeze();
        return names;
    }

    void SetFrozen(bool isFrozen)
    {
        foreach ((_, Module module) in NamedModules())
            module.IsFrozen = isFrozen;
        foreach ((_, Tensor value) in NamedParameters())
            value.RequiresGradient = !isFrozen;
    }

    void SetRequired(Func<string, bool> where, bool requiresGradient)
    {
        foreach ((_, Tensor value) in Chosen(where))
            value.RequiresGradient = requiresGradient;
    }

    /// <summary>The parameters whose full names a predicate chooses, at least one.</summary>
    internal IReadOnlyList<(string Name, Tensor Value)> Chosen(Func<string, bool> where)
    {
        (string Name, Tensor Value)[] all = [.. NamedParameters()], chosen = [.. all.Where(p => where(p.Name))];
        return chosen.Length > 0 ? chosen : throw new ArgumentException(
            all.Length == 0 ? $"{this} has no parameters to choose from."
                : $"None of {this}'s {all.Length} parameters is chosen: the predicate gets full names such as '{all[0].Name}'.", nameof(where));
    }
}
