using System.Text.Json;
using System.Text.Json.Serialization;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What a quick look takes from the committed run: the values that tuning chose, and how long a seed of each experiment took.</summary>
/// <param name="Rates">The value of the tuned setting by experiment and arm.</param>
/// <param name="Seconds">The seconds of one seed of all arms by experiment, on one thread.</param>
public sealed record QuickLook(SortedDictionary<string, double> Rates, SortedDictionary<string, double> Seconds)
{
    const int MostSeeds = 3;

    // What an experiment gets: of a hundred of them most take less, and all together five minutes on two cores.
    const double LongestSeconds = 6;

    /// <summary>That of the committed run.</summary>
    public static QuickLook Committed { get; } = Read();

    /// <summary>The experiment on three seeds at most, on fewer where they would take long, and without tuning.</summary>
    public Experiment Shorten(Experiment experiment)
    {
        double each = Math.Max(Seconds.GetValueOrDefault(experiment.Id), LongestSeconds / MostSeeds);
        return Untuned(experiment) with { Seeds = Math.Clamp((int)(LongestSeconds / each), 1, experiment.Seeds) };
    }

    /// <summary>The experiment without tuning: each arm at the rate of the committed run, and where none is committed at the second value of the
    /// grid.</summary>
    public Experiment Untuned(Experiment experiment) => experiment.Tuning is not { } tuning ? experiment : experiment with
    {
        Tuning = null,
        Arms = [.. experiment.Arms.Select(arm => arm with
        {
            Settings = arm.Settings.With(
                tuning.Setting, Rates.GetValueOrDefault(Name(experiment.Id, arm.Name), tuning.Grid[Math.Min(1, tuning.Grid.Count - 1)])),
        })],
    };

    /// <summary>The content of the committed file.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, QuickLookJson.Default.QuickLook) + "\n";

    /// <summary>How an arm of an experiment is called in the file.</summary>
    public static string Name(string experiment, string arm) => $"{experiment} {arm}";

    static QuickLook Read()
    {
        using Stream file = typeof(QuickLook).Assembly.GetManifestResourceStream("quick.json")!;
        return JsonSerializer.Deserialize(file, QuickLookJson.Default.QuickLook)!;
    }
}

// Source-generated, so it trims and compiles ahead of time.
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(QuickLook))]
internal sealed partial class QuickLookJson : JsonSerializerContext;
