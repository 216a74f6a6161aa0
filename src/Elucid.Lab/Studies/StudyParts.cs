using System.Text.Json;

namespace Elucid.Lab;

/// <summary>Whether trials that were run apart are parts of one study.</summary>
public static class StudyParts
{
    /// <summary>How two parts belong to different studies: the first difference as "it was started with Recipe.Epochs = 3 and not with Recipe.Epochs
    /// = 2"; null if they belong together.</summary>
    /// <remarks>
    /// Parts of one study have the same experiment, data and rule of tuning. Of each setting they have the same values, whatever arms those are of: a
    /// part that was stopped may lack some, so one of the two must have all the values of the other.
    /// </remarks>
    /// <param name="first">A part; empty belongs to any.</param>
    /// <param name="other">The part that is asked about.</param>
    public static string? Difference(IReadOnlyList<TrialRecord> first, IReadOnlyList<TrialRecord> other)
    {
        if (first.Count == 0 || other.Count == 0)
            return null;
        return Between(first, other, record => $"the experiment '{record.Key.Experiment}'")
            ?? Between(first, other, record => $"revision {record.Key.Revision} of the experiment")
            ?? Between(first, other, record => Spelling.Of(nameof(StudyData.Id), record.Key.Data))
            ?? Tuned(first, other)
            ?? first.Concat(other).SelectMany(record => record.Key.Settings.Names).Distinct().Order(StringComparer.Ordinal)
                .Where(name => name != Tuning.Mark)
                .Select(name => Between(first, other, record => SettingOf(record, name))).FirstOrDefault(difference => difference is not null);
    }

    static string? Tuned(IReadOnlyList<TrialRecord> first, IReadOnlyList<TrialRecord> other)
    {
        bool Tunes(IReadOnlyList<TrialRecord> part) => part.Any(record => record.Key.Settings.IsSet(Tuning.Mark));
        string tuning = Spelling.Of(nameof(StudySettings.TunesLearningRate));
        return Tunes(first) == Tunes(other) ? null : $"it was started {(Tunes(other) ? "with" : "without")} {tuning}";
    }

    static string? Between(IReadOnlyList<TrialRecord> first, IReadOnlyList<TrialRecord> other, Func<TrialRecord, string> value)
    {
        string[] had = Distinct(first.Select(value)), has = Distinct(other.Select(value));
        return had.All(has.Contains) || has.All(had.Contains) ? null
            : $"it was started with {string.Join(", ", has.Except(had))} and not with {string.Join(", ", had.Except(has))}";
    }

    // 8 before 16.
    static string[] Distinct(IEnumerable<string> values) =>
        [.. values.Distinct().OrderBy(value => value.Length).ThenBy(value => value, StringComparer.Ordinal)];

    static string SettingOf(TrialRecord record, string name)
    {
        string member = name switch
        {
            ArmName.Function => nameof(StudySettings) + "." + nameof(StudySettings.Activations),
            _ => $"{nameof(Recipe)}.{char.ToUpperInvariant(name[0])}{name[1..]}",
        };
        if (!record.Key.Settings.Has(name))
            return $"no {Spelling.Of(member)}";
        using JsonDocument value = JsonDocument.Parse(record.Key.Settings[name].Json);
        return Spelling.Of(member, SettingsDifference.Value(value.RootElement));
    }
}
