using System.Text.Json;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The values that tuning chose in the committed run, so that a quick look need not tune.</summary>
public static class CommittedRates
{
    static readonly Lazy<Dictionary<string, double>> Rates = new(Read);

    /// <summary>The experiment without tuning: each arm at the rate of the committed run, and where none is committed at the second value of the
    /// grid.</summary>
    public static Experiment Apply(Experiment experiment) => experiment.Tuning is not { } tuning ? experiment : experiment with
    {
        Tuning = null,
        Arms = [.. experiment.Arms.Select(arm => arm with
        {
            Settings = arm.Settings.With(
                tuning.Setting, Rates.Value.GetValueOrDefault($"{experiment.Id} {arm.Name}", tuning.Grid[Math.Min(1, tuning.Grid.Count - 1)])),
        })],
    };

    /// <summary>The content of the committed file for these values.</summary>
    public static string Write(IEnumerable<(string Experiment, string Arm, double Value)> chosen)
    {
        Settings rates = Settings.Empty;
        foreach ((string experiment, string arm, double value) in chosen)
            rates = rates.With($"{experiment} {arm}", value);
        return rates.Json.Replace(",\"", ",\n\"", StringComparison.Ordinal) + "\n";
    }

    static Dictionary<string, double> Read()
    {
        using Stream file = typeof(CommittedRates).Assembly.GetManifestResourceStream("rates.json")!;
        using JsonDocument json = JsonDocument.Parse(file);
        return json.RootElement.EnumerateObject().ToDictionary(rate => rate.Name, rate => rate.Value.GetDouble());
    }
}
