namespace Elucid.Reports;

/// <summary>How a line is drawn, so that series of one colour stay apart.</summary>
public enum Dash
{
    /// <summary>Without gaps.</summary>
    Solid,

    /// <summary>In strokes.</summary>
    Dashed,

    /// <summary>In dots.</summary>
    Dotted,
}

/// <summary>What canvases draw a <see cref="Dash"/> as.</summary>
public static class DashPattern
{
    /// <summary>Lengths of ink and gap along a line of some width, in pixels; empty for a solid one.</summary>
    public static double[] Of(Dash dash, double width) => dash switch
    {
        Dash.Dashed => [4 * width, 2.5 * width],
        Dash.Dotted => [0.1, 2.4 * width],
        _ => [],
    };
}
