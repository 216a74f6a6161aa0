namespace Elucid;

/// <summary>A policy and what it is worth: an actor, whose outputs are logits of actions, and a critic, which foretells what will be earned. In use
/// the actor alone answers.</summary>
/// <remarks>
/// Two networks, as they stand in proximal policy optimisation where observations are few numbers (Schulman et al. 2017, arXiv:1707.06347, section
/// 6.1): what is good for the one does not disturb the other. Parts: <c>critic</c> and <c>actor</c>.
/// </remarks>
public sealed class ActorCritic : Module
{
    /// <summary>Joins two networks.</summary>
    /// <param name="actor">[batch, ..observation] → [batch, actions]. Small last weights let it begin undecided.</param>
    /// <param name="critic">[batch, ..observation] → [batch, 1], in units of the steps that count: a return times 1 − discount.</param>
    public ActorCritic(Module actor, Module critic) => (Critic, Actor) = (Child("critic", critic), Child("actor", actor));

    /// <summary>Logits of actions.</summary>
    public Module Actor { get; }

    /// <summary>What will be earned.</summary>
    public Module Critic { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, ..observation]</param>
    /// <returns>[batch, actions], logits.</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Actor.Forward(x));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Actor.OutputShape(input);

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        [("critic", Critic, input), ("actor", Actor, input)];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Actor.MultiplyAdds(input);

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new ActorCritic(with.Part(Actor), with.Part(Critic));
}
