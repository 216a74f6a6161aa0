namespace Elucid;

/// <summary>Every optimizer by name. Adding one is its class and one entry here.</summary>
public static class OptimizerCatalog
{
    /// <summary>All of them, in the order in which help and tables show them.</summary>
    public static IReadOnlyList<OptimizerInfo> All { get; } =
    [
        new("adam", "Adam", (groups, rate, decay) => new Adam(groups, rate, weightDecay: decay)),
        new("adamw", "Adam with decoupled weight decay", (groups, rate, decay) => Adam.AdamW(groups, rate, decay)) { WeightDecay = 0.01 },
        new("sgd", "stochastic gradient descent", (groups, rate, decay) => new Sgd(groups, rate, weightDecay: decay))
        {
            LearningRate = 0.05,
            LearningRates = [0.003, 0.01, 0.03, 0.1, 0.3, 1],
        },
        WithMomentum("momentum", "SGD with momentum 0.9", nesterov: false),
        WithMomentum("nesterov", "SGD with Nesterov's momentum 0.9", nesterov: true),
        new("rmsprop", "RMSprop", (groups, rate, decay) => new RmsProp(groups, rate, weightDecay: decay)),
    ];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">No optimizer has the name; lists those that there are, and the nearest.</exception>
    public static OptimizerInfo Find(string name) => All.FirstOrDefault(info => info.Name == name) ?? throw new ArgumentException(
        $"There is no optimizer named '{name}'.{Suggestion.DidYouMean(name, All.Select(info => info.Name))} "
        + $"The names are {string.Join(", ", All)}.", nameof(name));

    static OptimizerInfo WithMomentum(string name, string summary, bool nesterov) =>
        new(name, summary, (groups, rate, decay) => new Sgd(groups, rate, momentum: 0.9, nesterov, decay))
        {
            LearningRate = 0.01,
            LearningRates = [0.0003, 0.001, 0.003, 0.01, 0.03, 0.1],
        };
}
