namespace Elucid.Lab;

/// <summary>A network of one's own, which a study trains in place of the recipe's.</summary>
/// <param name="Name">What reports call it, and stored trials are found by: code has no fingerprint, so another network needs another name.</param>
/// <param name="Build">Makes it from an activation and a stream that decides its weights and noise: every activation of a seed gets the same
/// draws.</param>
public sealed record OwnNetwork(string Name, Func<Activation, RandomStream, Module> Build)
{
    /// <summary>The setting that names it.</summary>
    internal const string Setting = "network";

    /// <summary>Refuses a network that does not answer the examples of the data.</summary>
    /// <exception cref="SettingsException">It gives something else than an output for each class or target.</exception>
    /// <exception cref="ShapeException">It cannot read an example.</exception>
    /// <exception cref="ArgumentException">It is of another kind than the task's networks.</exception>
    internal void Check(Dataset examples, Activation activation)
    {
        Module network = Build(activation, new RandomStream(0));
        using Tape tape = Tape.StartWithoutGradients();
        Tensor output = network.Forward(new Tensor([1, .. examples.FeatureShape], examples.Features[..examples.FeatureCount]));
        TaskProfile task = TaskProfile.Of(examples.Task);
        if (task.HasOneOutputEach && output.Shape != new Shape(1, examples.OutputCount))
            throw new SettingsException(
                $"Network '{Name}': expected {new Shape(1, examples.OutputCount)} for one example, an output for each of {examples.OutputCount} "
                    + $"{task.OutputsName}, but got {output.Shape}.");
        Objective.For(examples).Check(network, examples, batchSize: 1);
    }
}
