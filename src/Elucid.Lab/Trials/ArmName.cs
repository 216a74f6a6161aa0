namespace Elucid.Lab;

/// <summary>
/// What a study calls its arms: the activation's name, and for a second arm with the same function <c>elu#2</c>. An activation against itself is a
/// control: whatever the machinery does, the comparison must come out as no difference.
/// </summary>
public static class ArmName
{
    const char Repeat = '#';
    const string Repetition = "repeat";

    /// <summary>The setting that is the function.</summary>
    internal const string Function = "activation";

    /// <summary>Names for these activations, in their order, each once.</summary>
    public static string[] Of(IEnumerable<Activation> activations)
    {
        Dictionary<string, int> seen = [];
        return [.. activations.Select(activation =>
        {
            int count = seen[activation.Name] = seen.GetValueOrDefault(activation.Name) + 1;
            return count == 1 ? activation.Name : $"{activation.Name}{Repeat}{count}";
        })];
    }

    /// <summary>The function of an arm.</summary>
    /// <exception cref="ArgumentException">The catalog does not know it.</exception>
    public static Activation FunctionOf(string arm) => ActivationCatalog.Parse(arm.Split(Repeat)[0]);

    /// <summary>The function among the settings of a trial.</summary>
    /// <exception cref="ArgumentException">The catalog does not know it.</exception>
    /// <exception cref="KeyNotFoundException">They name none.</exception>
    public static Activation FunctionOf(Settings settings) => ActivationCatalog.Parse(settings.Text(Function));

    /// <summary>The arm with more parameters of its function, such as <c>alpha=0.5</c>.</summary>
    /// <exception cref="ArgumentException">The function cannot have such a value, or has one already.</exception>
    internal static string With(string arm, IEnumerable<string> parameters)
    {
        string[] parts = arm.Split(Repeat);
        return string.Join(Repeat, [ActivationCatalog.Parse(string.Join(':', [parts[0], .. parameters])).Name, .. parts[1..]]);
    }

    /// <summary>What makes an arm: its activation, and which repetition of it this is, so that a control trains a network of its own.</summary>
    public static Settings SettingsOf(string arm)
    {
        string[] parts = arm.Split(Repeat);
        Settings settings = Settings.Of((Function, parts[0]));
        return parts.Length > 1 && int.TryParse(parts[1], out int repeat) ? settings.With(Repetition, repeat) : settings;
    }
}
