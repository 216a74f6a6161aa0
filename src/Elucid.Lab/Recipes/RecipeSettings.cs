using System.Text.Json;

namespace Elucid.Lab;

/// <summary>A recipe as the settings of a trial, and back: each property of <see cref="Recipe"/> is a setting, in camel case
/// (<c>learningRate</c>), so an arm can set any of them.</summary>
public static class RecipeSettings
{
    /// <summary>All settings of a recipe.</summary>
    public static Settings Of(Recipe recipe) => Settings.Parse(JsonSerializer.Serialize(recipe, LabJson.Compact.Recipe));

    /// <summary>The recipe among the settings of a trial, whatever else they hold.</summary>
    /// <exception cref="SettingsException">One that a recipe needs is missing or of another kind.</exception>
    public static Recipe Read(Settings settings)
    {
        try
        {
            return JsonSerializer.Deserialize(settings.Json, LabJson.Compact.Recipe)!;
        }
        catch (JsonException exception)
        {
            throw new SettingsException($"Expected the settings of a recipe, but got {settings}: {exception.Message}", exception);
        }
    }
}
