namespace Elucid.Lab;

/// <summary>An arm of a study: an activation, in one of the variants if there are any.</summary>
/// <param name="Activation">The activation, with <c>#2</c> for its repetition.</param>
/// <param name="Variant">The variant; null where nothing is varied.</param>
/// <param name="Arm">The arm of the experiment.</param>
internal sealed record StudyArm(string Activation, Variant? Variant, Arm Arm)
{
    /// <summary>The arms of a study: each activation in each variant.</summary>
    public static IReadOnlyList<StudyArm> Of(StudySettings settings) => settings.Variation is not { } variation
        ? [.. settings.Activations.Select(name => new StudyArm(name, null, new Arm(name, ArmName.SettingsOf(name))))]
        : [.. from name in settings.Activations
            from variant in variation.Variants
            select new StudyArm(name, variant, new Arm(
                $"{name}, {variation.Text(variant)}", ArmName.SettingsOf(variant.ArmOf(name)).With(variation.SettingsOf(variant, settings.Recipe))))];
}
