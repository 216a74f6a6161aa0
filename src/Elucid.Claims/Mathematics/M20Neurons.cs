namespace Elucid.Claims;

internal sealed class M20Neurons : UntestableCard
{
    public override string Topic => "like real neurons";

    public override string Sentence => "Its asymmetry mirrors how real neurons fire, somewhat.";

    public override string Reason =>
        "Nothing in a network depends on the likeness. Firing rates are never negative, and ELU's outputs are: as a likeness ReLU is closer.";
}
