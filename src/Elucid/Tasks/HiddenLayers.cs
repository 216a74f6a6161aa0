namespace Elucid;

/// <summary>Fully connected layers, each with its norm, the activation and dropout.</summary>
internal static class HiddenLayers
{
    /// <summary>Layers in a row.</summary>
    /// <param name="plan">What they are built from.</param>
    /// <param name="inputs">Features that the first one takes.</param>
    /// <param name="widths">Units of each.</param>
    public static List<Module> Of(NetworkPlan plan, int inputs, IEnumerable<int> widths)
    {
        List<Module> modules = [];
        foreach (int units in widths)
        {
            modules.Add(new Linear(inputs, units, plan.Weights, initializer: plan.Initializer));
            modules.AddRange(plan.Norm.OfUnits(units));
            modules.Add(new ActivationLayer(plan.Activation, units));
            if (plan.Recipe.Dropout > 0)
                modules.Add(new Dropout(plan.Recipe.Dropout, plan.Noise));
            inputs = units;
        }
        return modules;
    }
}
