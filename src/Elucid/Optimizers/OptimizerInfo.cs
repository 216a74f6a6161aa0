namespace Elucid;

/// <summary>An optimizer of the <see cref="OptimizerCatalog"/>: its name, what its users start from, and how it is made.</summary>
public sealed class OptimizerInfo
{
    readonly Func<IReadOnlyList<ParameterGroup>, double, double, Optimizer> _make;

    internal OptimizerInfo(string name, string description, Func<IReadOnlyList<ParameterGroup>, double, double, Optimizer> make) =>
        (Name, Description, _make) = (name, description, make);

    /// <summary>The name, such as <c>adamw</c>.</summary>
    public string Name { get; }

    /// <summary>What it is, in a line.</summary>
    public string Description { get; }

    /// <summary>The learning rate per step that its users start from.</summary>
    public double LearningRate { get; init; } = 0.001;

    /// <summary>The weight decay that its users start from; 0 for all whose decay is part of the gradient.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Rates to try, about a factor of three apart, from too small to too large for most networks.</summary>
    public IReadOnlyList<double> LearningRates { get; init; } = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03];

    /// <summary>Makes one for a module.</summary>
    /// <param name="module">What to train.</param>
    /// <param name="learningRate"><see cref="LearningRate"/> if null.</param>
    /// <param name="weightDecay"><see cref="WeightDecay"/> if null.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the module has no parameters.</exception>
    public Optimizer Create(Module module, double? learningRate = null, double? weightDecay = null) => Create([module], learningRate, weightDecay);

    /// <summary>Makes one for several modules, or for groups with rates and decays of their own.</summary>
    /// <param name="groups">What to train.</param>
    /// <param name="learningRate"><see cref="LearningRate"/> if null.</param>
    /// <param name="weightDecay"><see cref="WeightDecay"/> if null.</param>
    /// <exception cref="ArgumentException">A number is out of range, or the groups do not fit together.</exception>
    public Optimizer Create(IReadOnlyList<ParameterGroup> groups, double? learningRate = null, double? weightDecay = null) =>
        _make(groups, learningRate ?? LearningRate, weightDecay ?? WeightDecay);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
