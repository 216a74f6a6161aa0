namespace Elucid;

/// <summary>A network of a <see cref="TrainingLoop"/>.</summary>
/// <param name="Name">
/// What checkpoints call it, and messages; no dots. Empty for the only network of a loop, whose parts then have no name before theirs.
/// </param>
/// <param name="Module">The network.</param>
/// <param name="Optimizer">
/// What moves its weights; null where another network's optimizer does, or none, as with the slow copy of a network. Several optimizers are fine as
/// long as each is given once.
/// </param>
public sealed record TrainedNetwork(string Name, Module Module, Optimizer? Optimizer = null)
{
    /// <summary>
    /// The networks as one module, whose state has their names before its own; the only one that has no name is that module itself.
    /// </summary>
    internal static Module Join(IReadOnlyList<TrainedNetwork> networks) => networks is [{ Name: "", Module: var only }] ? only : new Joined(networks);

    sealed class Joined : Module
    {
        public Joined(IReadOnlyList<TrainedNetwork> networks)
        {
            foreach (TrainedNetwork network in networks)
                Child(network.Name, network.Module);
        }

        public override Tensor Forward(Tensor x) =>
            throw new NotSupportedException("Several networks have no forward pass of their own: call that of one of them.");

        public override Shape OutputShape(Shape input) =>
            throw new NotSupportedException("Several networks have no output of their own: ask one of them.");
    }
}
