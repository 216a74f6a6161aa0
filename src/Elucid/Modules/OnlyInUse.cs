namespace Elucid;

/// <summary>A module that always computes as in use, in whichever mode others hold it: what a folded network shares with the model that it was made
/// from.</summary>
internal sealed class OnlyInUse : Module
{
    public OnlyInUse(Module inner)
    {
        Inner = Adopt(inner);
        IsTraining = false;
    }

    /// <summary>Whether a module computes other things in training than in use, or may do so: one of somebody else's does not say.</summary>
    public static bool IsNeededBy(Module module) => module.NamedModules()
        .Any(m => m.Module is Dropout or BatchNorm || m.Module.GetType().Assembly != typeof(Module).Assembly || m.Module.DependsOnMode);

    /// <summary>The module.</summary>
    public Module Inner { get; }

    public override Tensor Forward(Tensor x)
    {
        using UseScope use = UseScope.Open();
        return Inner.Forward(x);
    }

    protected internal override Module Rebuild(Rebuilder with) => new OnlyInUse(with.Part(Inner));

    public override Shape OutputShape(Shape input) => Inner.OutputShape(input);

    public override long MultiplyAdds(Shape input) => Inner.MultiplyAdds(input);

    public override string ToString() => Inner.ToString();
}
