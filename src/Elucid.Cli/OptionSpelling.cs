using System.Collections;
using System.Globalization;

namespace Elucid.Cli;

/// <summary>The members of the library and the laboratory as the command line spells them.</summary>
internal sealed class OptionSpelling : Spelling
{
    public static OptionSpelling Instance { get; } = new();

    /// <summary>An option or a command for each member that a sentence names.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["ActivationBench.Run"] = "`elucid bench activations`",
        ["ActivationBenchSettings.Functions"] = "--functions",
        ["ActivationBenchSettings.Threads"] = "--threads",
        ["ActivationBenchSettings.Types"] = "--types",
        ["ActivationCatalog.All"] = "`elucid activations`",
        ["ClaimCatalog.All"] = "`elucid claims list`",
        ["BytePairTokenizer"] = "--tokens pairs:2000",
        ["CsvOptions.CategoryColumns"] = "--category",
        ["CsvOptions.Dates"] = "--dates",
        ["CsvOptions.Decimal"] = "--decimal",
        ["CsvOptions.Ignore"] = "--ignore",
        ["CsvOptions.Keep"] = "--keep",
        ["CsvOptions.Missing"] = "--missing",
        ["CsvOptions.MissingMarks"] = "--na",
        ["CsvOptions.Separator"] = "--separator",
        ["CsvOptions.Target"] = "--target",
        ["CsvOptions.Task"] = "--task",
        ["CsvOptions.Thousands"] = "--thousands",
        ["CsvOptions.Time"] = "--time",
        ["CsvOptions.Unseen"] = "--unseen",
        ["FederatedSettings.Activation"] = "--activation",
        ["FederatedSettings.Clients"] = "--clients",
        ["FederatedSettings.ClipUpdates"] = "--clip-updates",
        ["FederatedSettings.Data"] = "--data",
        ["FederatedSettings.Delta"] = "--delta",
        ["FederatedSettings.Noise"] = "--noise",
        ["FederatedSettings.Participation"] = "--participation",
        ["FederatedSettings.Rounds"] = "--rounds",
        ["FederatedSettings.Seed"] = "--seed",
        ["FederatedSettings.Shards"] = "--shards",
        ["ImageRequest.Size"] = "--size",
        ["length"] = "--length",
        ["prompt"] = "--prompt",
        ["ModelFile.Save"] = "`elucid train`",
        ["NetworkRecipe.Blocks"] = "--blocks",
        ["NetworkRecipe.Dropout"] = "--dropout",
        ["NetworkRecipe.Hidden"] = "--hidden",
        ["NetworkRecipe.Init"] = "--init",
        ["NetworkRecipe.Model"] = "--model",
        ["NetworkRecipe.Norm"] = "--norm",
        ["OnnxExport.Save"] = "`elucid export`",
        ["OnnxSwap"] = "--from",
        ["OnnxSwap.Apply"] = "`elucid swap`",
        ["OutputDirectory"] = "--out",
        ["OutputDirectory.Clear"] = "pass --overwrite",
        ["PredictionRequest.IsStrict"] = "--strict",
        ["Recipe.Augment"] = "--augment",
        ["Recipe.Batch"] = "--batch",
        ["Recipe.Blocks"] = "--blocks",
        ["Recipe.ClassWeights"] = "--class-weights",
        ["Recipe.ClipNorm"] = "--clip-norm",
        ["Recipe.Dropout"] = "--dropout",
        ["Recipe.Epochs"] = "--epochs",
        ["Recipe.Hidden"] = "--hidden",
        ["Recipe.Init"] = "--init",
        ["Recipe.LearningRate"] = "--lr",
        ["Recipe.Model"] = "--model",
        ["Recipe.Norm"] = "--norm",
        ["Recipe.Optimizer"] = "--optimizer",
        ["Recipe.Patience"] = "--patience",
        ["Recipe.Schedule"] = "--schedule",
        ["Recipe.Warmup"] = "--warmup",
        ["Recipe.WeightDecay"] = "--weight-decay",
        ["RunSettings.Activation"] = "--activation",
        ["RunSettings.Data"] = "--data",
        ["RunSettings.Seed"] = "--seed",
        ["RunStart.Overwrite"] = "--overwrite",
        ["RunStart.Resume"] = "--resume",
        ["SeriesOptions.Ahead"] = "--ahead",
        ["SeriesOptions.Frequency"] = "--frequency",
        ["SeriesOptions.Gaps"] = "--gaps",
        ["SeriesOptions.Horizon"] = "--horizon",
        ["SeriesOptions.Season"] = "--season",
        ["SeriesOptions.Series"] = "--series",
        ["SeriesOptions.Window"] = "--window",
        ["SeriesReader.Read"] = "--task forecast",
        ["StudyData.Id"] = "--data",
        ["StudySettings.Activations"] = "--activations",
        ["StudySettings.Baseline"] = "--baseline",
        ["StudySettings.FirstSeed"] = "--seed",
        ["StudySettings.Rule"] = "--seeds auto",
        ["StudySettings.Seeds"] = "--seeds",
        ["StudySettings.TunesLearningRate"] = "--tune-lr",
        ["StudySettings.Variation"] = "--vary",
        ["TableSplit.Random"] = "--split random",
        ["TableSplit.Time"] = "--split time",
        ["TextOptions.Tokens"] = "--tokens",
        ["TextOptions.Window"] = "--window",
        ["TrainedModel"] = "`elucid predict`",
        ["VerificationSettings.Functions"] = "--functions",
        ["VerificationSettings.Stride"] = "--stride",
        ["VerificationSettings.Threads"] = "--threads",
        ["VerificationSettings.Types"] = "--types",
        ["Weights.Load"] = "`elucid predict` and `elucid export`",
        ["Weights.Save"] = "`elucid train`",
    };

    public override string Name(string member) => Names.GetValueOrDefault(member, member);

    public override string Setting(string member, object value) => value is true ? Name(member) : $"{Name(member)} {Word(value)}";

    /// <summary>A value as the user writes it.</summary>
    public static string Word(object value) => value switch
    {
        char mark => $"\"{mark}\"",
        Enum choice => Choice.WordOf(choice),
        string text => text,
        IEnumerable values => string.Join(',', values.Cast<object>().Select(Word)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
