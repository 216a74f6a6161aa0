namespace Elucid.Claims;

internal sealed class A12PlaceToStart : UntestableCard
{
    public override string Sentence => "A plain feed-forward network is the place to start with ELU.";

    public override string Reason =>
        "It is advice on where to begin, and nothing that can be measured depends on it. T01 shows what the start looks like.";
}
