using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A small network on the digits that are shipped, 64-32-32-10, 120 steps at one rate: what controls train, in milliseconds and
/// anywhere.</summary>
internal static class SmallDigits
{
    /// <summary>The mean loss of the last third of the steps.</summary>
    public static Measure Loss { get; } = ImageClassifier.TrainingLoss;

    static readonly Lazy<Dataset> Training = new(() => Digits.Load().Split(Splitter.ByTime(Portion.Rows(397))).Train);

    /// <summary>An experiment on it. Arms may set <c>order</c>, a number that decides the order of the examples beside the seed.</summary>
    public static Experiment Of(string id, params Arm[] arms) => new()
    {
        Id = id,
        Data = "digits",
        Arms = arms,
        Settings = Settings.Of(("steps", 120), ("batch", 32), ("rate", 0.1)),
        Measures = [Loss],
        RunTrial = Run,
    };

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        Sequential model = new(
            new Flatten(), Sequential.Mlp([64, 32, 32, 10], activation, trial.Random.Derive("weights"), Initializer.He));
        // The slopes of a learned function stay as they are: it is then the alias of another one.
        if (activation.IsLearned)
            foreach ((string _, Module module) in model.NamedModules().Where(named => named.Module is ActivationLayer))
                module.Freeze();
        List<double> losses = [];
        ImageClassifier.Fit(
            trial, model, new Sgd(model, settings.Number("rate")), Training.Value, settings.Integer("steps"), settings.Integer("batch"),
            step => losses.Add(step.Loss), $"order {(settings.Has("order") ? settings.Integer("order") : 0)}");
        return new Measured { { Loss.Name, losses.Skip(losses.Count - Math.Max(1, losses.Count / 3)).Average() }, { "loss", losses } };
    }
}
