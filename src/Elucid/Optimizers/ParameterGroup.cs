namespace Elucid;

/// <summary>
/// Parameters that an <see cref="Optimizer"/> trains alike: those of a module, or some of them, with a rate and a weight decay of their own.
/// </summary>
/// <remarks>
/// A module is a group with nothing of its own, so that several modules need no more than a list.
/// <code>
/// new Adam([new(body) { LearningRateFactor = 0.1 }, head], learningRate: 1e-3);                              // a body that is only fine-tuned
/// new Adam([new(model, IsWeight), new(model, name => !IsWeight(name)) { WeightDecay = 0 }], weightDecay: 1e-4); // biases do not decay
/// new Adam([encoder, decoder]);                                                                                  // one optimizer of two networks
/// </code>
/// </remarks>
public sealed class ParameterGroup
{
    /// <summary>The parameters of a module.</summary>
    /// <param name="module">Whose they are.</param>
    /// <param name="where">Chooses by the full name, such as <c>encoder.0.bias</c>; null for all.</param>
    /// <exception cref="ArgumentException">There is no such parameter.</exception>
    public ParameterGroup(Module module, Func<string, bool>? where = null)
    {
        Module = module;
        Parameters = where is null ? [.. module.NamedParameters()] : module.Chosen(where);
        if (Parameters.Count == 0)
            throw new ArgumentException($"{module} has no parameters to train.", nameof(module));
    }

    /// <summary>The module.</summary>
    public Module Module { get; }

    /// <summary>The parameters, with their full names in the module.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Parameters { get; }

    /// <summary>The group's learning rate as a multiple of the optimizer's, which a schedule may change; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double LearningRateFactor
    {
        get;
        init => field = Require.NotNegative(value, nameof(LearningRateFactor));
    } = 1;

    /// <summary>The group's weight decay; null, the default, for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double? WeightDecay
    {
        get;
        init => field = value is { } decay ? Require.NotNegative(decay, nameof(WeightDecay)) : null;
    }

    /// <summary>All parameters of a module, with the optimizer's rate and decay.</summary>
    public static implicit operator ParameterGroup(Module module) => new(module);

    /// <summary>The same by name, for languages without conversions.</summary>
    public static ParameterGroup FromModule(Module module) => new(module);
}
