using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The start of networks that have one of their own, such as the one recommended for the function.</summary>
internal static class GivenGain
{
    /// <summary>What the setting <c>gain</c> says; null, for the network's own, where there is none.</summary>
    public static Initializer? Of(Settings settings) =>
        settings.Has("gain") ? ImageClassifier.InitializerOf(settings, ImageClassifier.ActivationOf(settings)) : null;
}
