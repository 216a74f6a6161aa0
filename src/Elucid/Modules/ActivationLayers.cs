namespace Elucid;

/// <summary>The activation functions of whole networks.</summary>
public static class ActivationLayers
{
    /// <summary>
    /// A copy of a network with another function in the place of each activation, wherever it lies: in chains, residual blocks, recurrent
    /// cells, feed-forward parts of transformers. All other state is copied.
    /// </summary>
    /// <param name="network">The network; it stays as it is.</param>
    /// <param name="function">The new function. One with learned parameters starts from those that it is given, with one set for all units where a
    /// layer does not know their number.</param>
    /// <returns>A network that shares nothing with the old one; call <see cref="Module.Train"/> to train it further.</returns>
    /// <exception cref="ArgumentException">
    /// A module does not say how it is made anew (<see cref="Module.Rebuild"/>), is imported from ONNX, whose functions are nodes of a graph,
    /// or the function learns its parameters and a layer is a recurrent cell.
    /// </exception>
    public static TModule Replace<TModule>(TModule network, Activation function) where TModule : Module => Replace(network, _ => function);

    /// <summary>The same with a function that depends on the old one: <c>Replace(network, f => f.Name == "relu" ? elu : f)</c>.</summary>
    /// <inheritdoc cref="Replace{TModule}(TModule, Activation)"/>
    public static TModule Replace<TModule>(TModule network, Func<Activation, Activation> function) where TModule : Module =>
        new Copying("ActivationLayers.Replace", function).Part(network);
}
