namespace Elucid.Reports;

/// <summary>
/// Colours for numbers: a ramp of one hue from the paper to its opposite, and one of another hue for what lies below a middle. The contrast to the
/// paper (WCAG 2.2) rises from step to step, on light paper as on dark, so that the order is seen with any sight and in print; hue 262° and 45° in
/// Oklch stay apart for the colour-blind. Between steps 10 and 11 it rises by more than elsewhere: up to there, ink has a contrast of 4.5 on it, from
/// there on the paper's colour has.
/// </summary>
internal static class HeatColors
{
    public const int Steps = 16;

    const int LastWithInk = 10;

    static readonly ChartColor Neutral = new("heat-0", "#f2f3f5", "#26292f");

    static readonly ChartColor[] Upward =
    [
        Neutral,
        new("heat-1", "#dbe8ff", "#202f4b"), new("heat-2", "#c8dbfe", "#1e3561"), new("heat-3", "#b5cffe", "#1b3a76"),
        new("heat-4", "#a3c4fe", "#183f8a"), new("heat-5", "#92b8ff", "#16439d"), new("heat-6", "#82adfd", "#1548ad"),
        new("heat-7", "#70a2ff", "#174ebb"), new("heat-8", "#6197fd", "#1a54c6"), new("heat-9", "#528cfd", "#205bcf"),
        new("heat-10", "#4682f8", "#2862d5"), new("heat-11", "#3870de", "#447ded"), new("heat-12", "#3367cb", "#568df5"),
        new("heat-13", "#315eb6", "#6a9dfa"), new("heat-14", "#2f569f", "#81adfe"), new("heat-15", "#2f4e87", "#9bbeff"),
        new("heat-16", "#2f456f", "#b6d0ff"),
    ];

    static readonly ChartColor[] Downward =
    [
        Neutral,
        new("below-1", "#fee1d4", "#45281b"), new("below-2", "#fed1bd", "#572a14"), new("below-3", "#ffc0a5", "#672a08"),
        new("below-4", "#feb18e", "#742d00"), new("below-5", "#fea076", "#7e3102"), new("below-6", "#fd905d", "#873705"),
        new("below-7", "#f98248", "#923b03"), new("below-8", "#f17638", "#9b4006"), new("below-9", "#e66c2a", "#a74300"),
        new("below-10", "#db6321", "#b14801"), new("below-11", "#c3530e", "#d16023"), new("below-12", "#b24c0f", "#dc723e"),
        new("below-13", "#a04715", "#e58458"), new("below-14", "#8e421c", "#ec9972"), new("below-15", "#7a3f22", "#f3ae8f"),
        new("below-16", "#653b27", "#f8c4ad"),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ChartColor> All { get; } = [.. Upward, .. Downward.Skip(1)];

    /// <summary>The colour of a step.</summary>
    /// <param name="step">0 for the weakest to 16 for the strongest; below 0 those of the other hue.</param>
    public static ChartColor Of(int step) => step < 0 ? Downward[Math.Min(-step, Steps)] : Upward[Math.Min(step, Steps)];

    /// <summary>The colour of text that stands on a step.</summary>
    public static ChartColor InkOn(int step) => Math.Abs(step) <= LastWithInk ? Palette.Ink : Palette.Surface;
}
