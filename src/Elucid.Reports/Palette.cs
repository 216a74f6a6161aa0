using System.Globalization;
using System.Text;

namespace Elucid.Reports;

/// <summary>A colour by its role, with one value for light and one for dark paper.</summary>
/// <param name="Name">The role, such as <c>ink</c>: the variable of style sheets.</param>
/// <param name="Light">On light paper, as <c>#rrggbb</c>.</param>
/// <param name="Dark">On dark paper, as <c>#rrggbb</c>.</param>
public sealed record ChartColor(string Name, string Light, string Dark)
{
    /// <summary>What a chart is painted on.</summary>
    public static ChartColor Surface => Palette.Surface;

    /// <summary>The colour as opaque 0xAARRGGBB.</summary>
    public uint Argb(ChartTheme theme) =>
        0xFF000000 | uint.Parse((theme == ChartTheme.Dark ? Dark : Light).AsSpan(1), NumberStyles.HexNumber);
}

/// <summary>The colours of charts and pages, and the style sheets made of them.</summary>
internal static class Palette
{
    public static readonly ChartColor Surface = new("surface", "#ffffff", "#15171c");
    public static readonly ChartColor Ink = new("ink", "#1b1e24", "#e9ebef");
    public static readonly ChartColor Muted = new("muted", "#5b626e", "#a2a9b5");
    public static readonly ChartColor Rule = new("rule", "#8d94a0", "#6b7280");
    public static readonly ChartColor Grid = new("grid", "#e7e9ed", "#2a2e36");

    /// <summary>
    /// ELU's colour first. Found by maximising the smallest distance in Oklab between any two, as seen with normal, protanopic, deuteranopic and
    /// tritanopic sight (Machado, Oliveira and Fernandes 2009), with a contrast of at least 3 : 1 to the surface (WCAG 2.2, 1.4.11).
    /// </summary>
    public static readonly IReadOnlyList<ChartColor> Series =
    [
        new("series-0", "#1957d2", "#609efa"),
        new("series-1", "#f2550c", "#f87a2c"),
        new("series-2", "#189275", "#5cffae"),
        new("series-3", "#9c216c", "#b37192"),
        new("series-4", "#0a9fd9", "#94ced8"),
        new("series-5", "#7c5300", "#f3c402"),
        new("series-6", "#4a02a3", "#8552e1"),
        new("series-7", "#770903", "#d71f0b"),
    ];

    /// <summary>The colours that any drawing may have.</summary>
    public static readonly IReadOnlyList<ChartColor> Common = [Surface, Ink, Muted, Rule, Grid, .. Series];

    /// <summary>Declarations of the variables, <c>--ink: #1b1e24; …</c>, for one theme.</summary>
    public static string Variables(ChartTheme theme, IEnumerable<ChartColor> colors) =>
        string.Join(' ', colors.Select(c => $"--{c.Name}: {(theme == ChartTheme.Dark ? c.Dark : c.Light)};"));

    /// <summary>The rules that tie the classes of <see cref="SvgCanvas"/> to the variables.</summary>
    public static string Classes(IEnumerable<ChartColor> colors)
    {
        var css = new StringBuilder();
        foreach (ChartColor c in colors)
            css.Append($".fill-{c.Name}{{fill:var(--{c.Name})}}.stroke-{c.Name}{{stroke:var(--{c.Name})}}\n");
        return css.ToString();
    }
}
