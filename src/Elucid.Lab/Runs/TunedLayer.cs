namespace Elucid.Lab;

/// <summary>A layer of a fine-tuned network.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="What">What it is, such as <c>Linear(8 → 4)</c>.</param>
/// <param name="Weights">How many numbers it learns, or would.</param>
/// <param name="IsFrozen">Whether all of it stood still.</param>
/// <param name="Moved">‖w − w₀‖ / ‖w₀‖ of its weights; 0 for those that were drawn.</param>
internal sealed record TunedLayer(string Name, string What, long Weights, bool IsFrozen, double Moved)
{
    /// <summary>Whether it belongs to the body.</summary>
    public bool IsOfBody => FineTuning.IsOfBody(Name);

    /// <summary>The layers of a run's network, first to last: what has parameters of its own, by the names that these have in common.</summary>
    public static IReadOnlyList<TunedLayer> Of(RunResult run)
    {
        Module before = run.Data.BuildNetwork(
            run.Settings.Recipe, ActivationCatalog.Parse(run.Settings.Activation), new RandomStream(0), run.Split.Train);
        // Of a committee its first member, which stands for the others.
        Module network = run.Network is Ensemble committee ? committee.Members[0] : run.Network;
        Dictionary<string, Module> modules = network.NamedModules().ToDictionary(module => module.Name, module => module.Module);
        return
        [
            .. network.NamedParameters().Zip(before.NamedParameters()).GroupBy(pair => LayerOf(pair.First.Name)).Select(layer => new TunedLayer(
                layer.Key, modules.GetValueOrDefault(layer.Key)?.ToString() ?? "",
                layer.Sum(pair => (long)pair.First.Value.Shape.Size), layer.All(pair => !pair.First.Value.RequiresGradient),
                FineTuning.IsOfBody(layer.Key) ? MovedBy([.. layer.Select(pair => (pair.First.Value, pair.Second.Value))]) : 0)),
        ];
    }

    static string LayerOf(string parameter) => parameter.LastIndexOf('.') is > 0 and var end ? parameter[..end] : parameter;

    static double MovedBy((Tensor Now, Tensor Before)[] weights)
    {
        double change = 0, size = 0;
        foreach ((Tensor now, Tensor before) in weights)
            for (int i = 0; i < now.Shape.Size; i++)
            {
                double w = before.Values[i], d = now.Values[i] - w;
                (change, size) = (change + (d * d), size + (w * w));
            }
        return size > 0 ? Math.Sqrt(change / size) : change > 0 ? 1 : 0;
    }
}
