namespace Elucid.Lab;

/// <summary>A study of networks as an experiment: what <c>compare</c> runs.</summary>
public static class NetworkExperiment
{
    /// <summary>The setting that is tuned.</summary>
    internal const string Rate = "learningRate";

    /// <summary>The experiment that settings describe: each arm trains the recipe's network with its own activation. Everything that a recipe sets is
    /// a setting of each trial, so arms can differ in anything.</summary>
    /// <remarks>
    /// One rate for all is not fair: functions differ in the rate that suits them by a factor of three and more, so a fixed rate mostly tells whom it
    /// suits.
    /// </remarks>
    /// <param name="settings">What to compare.</param>
    /// <param name="data">On which data.</param>
    /// <exception cref="ArgumentException">It cannot be run: a sentence that names the setting, what it takes and what came.</exception>
    public static Experiment Of(StudySettings settings, StudyData data)
    {
        settings.Check();
        foreach (Recipe recipe in RecipesOf(settings))
        {
            data.Profile.Check(recipe);
            TrialNetworks.Check(recipe);
        }
        Metric deciding = data.Profile.Deciding;
        DataSplit split = data.Split(settings.FirstSeed, NetworkTrial.HoldsOutValidation(settings.Recipe), out Standardizer? scales);
        Settings common = RecipeSettings.Of(settings.Recipe);
        if (settings.Network is { } own)
        {
            own.Check(split.Train, ArmName.FunctionOf(settings.Baseline));
            common = common.With(OwnNetwork.Setting, own.Name);
        }
        return new Experiment
        {
            Id = NetworkTrial.Experiment,
            Revision = NetworkTrial.Revision,
            Data = data.Id,
            Arms = settings.Arms,
            Baseline = settings.BaselineArm,
            Seeds = settings.Seeds,
            FirstSeed = settings.FirstSeed,
            Settings = common,
            Measures = [new(deciding, deciding.Of(data.Profile.Trivial(split).In(scales)) ?? double.NaN)],
            Tuning = settings.TunesLearningRate ? TuningOf(settings, deciding) : null,
            RunTrial = trial => NetworkTrial.Run(trial, data, settings.Network),
        };
    }

    static Tuning TuningOf(StudySettings settings, Metric deciding) => new()
    {
        Setting = Rate,
        Grid = [.. RecipesOf(settings).Select(recipe => recipe.Optimizer).Distinct()
            .SelectMany(optimizer => OptimizerCatalog.Find(optimizer).LearningRates).Distinct().Order()],
        Score = deciding.OnValidation,
        TieBreaker = Metric.TestLoss.OnValidation,
    };

    /// <summary>Those of all arms.</summary>
    internal static IEnumerable<Recipe> RecipesOf(StudySettings settings) =>
        settings.Variation is { } variation ? variation.Variants.Select(variant => variant.Recipe) : [settings.Recipe];
}
