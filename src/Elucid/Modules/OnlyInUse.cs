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
