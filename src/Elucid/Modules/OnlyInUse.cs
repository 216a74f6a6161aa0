namespace Elucid;

/// <summary>A module that always computes as in use, in whichever mode others hold it: what a folded network shares with the model that it was made from.</summary>
internal sealed class OnlyInUse : Module
{
    readonly Module[] _modules;

    public OnlyInUse(Module inner)
    {
        Inner = Adopt(inner);
        _modules = [.. inner.NamedModules().Select(m => m.Module)];
        IsTraining = false;
    }

    /// <summary>The module.</summary>
    public Module Inner { get; }

    public override Tensor Forward(Tensor x)
    {
        if (!_modules.Any(m => m.IsTraining))
            return Inner.Forward(x);
        using ModeScope scope = new(_modules);
        foreach (Module module in _modules)
            module.IsTraining = false;
        return Inner.Forward(x);
    }

    public override Shape OutputShape(Shape input) => Inner.OutputShape(input);

    public override long MultiplyAdds(Shape input) => Inner.MultiplyAdds(input);

    public override string ToString() => Inner.ToString();
}
