namespace Elucid.Reports;

/// <summary>
/// The look of one activation in every chart of a report: 8 colours that stay apart for colour-blind readers,
/// and after them the same colours dashed, then dotted; dots are round, then square, then crosses.
/// </summary>
/// <param name="Index">0 is ELU's signature; 1, 2, … are the others; −1 is grey.</param>
public readonly record struct SeriesStyle(int Index)
{
    /// <summary>ELU's own colour, which nothing else gets.</summary>
    public static SeriesStyle Signature => new(0);

    /// <summary>A thin grey line for those that the others are seen against; it gets no name and no place in descriptions.</summary>
    public static SeriesStyle Background => new(-1);

    /// <summary>Gives each name its style: "elu" the signature, the others the next free one in their order.</summary>
    /// <param name="names">The activations of a study; a name that comes twice counts once.</param>
    public static IReadOnlyDictionary<string, SeriesStyle> Assign(IEnumerable<string> names)
    {
        var styles = new Dictionary<string, SeriesStyle>();
        int next = 1;
        foreach (string name in names.Distinct())
            styles[name] = name == "elu" ? Signature : new(next++);
        return styles;
    }

    internal bool IsSignature => Index == 0;

    internal bool IsBackground => Index < 0;

    // Index 8, 16, … would be the signature's colour again: the others cycle among themselves.
    internal ChartColor Color => IsBackground ? Palette.Rule : IsSignature ? Palette.Series[0] : Palette.Series[1 + (Index - 1) % Others];
    internal Dash Dash => Index <= 0 ? Dash.Solid : (Dash)((Index - 1) / Others % 3);
    internal DotShape Shape => (DotShape)Dash;
    internal double LineWidth => IsSignature ? 2.6 : IsBackground ? 0.8 : 1.7;

    static int Others => Palette.Series.Count - 1;
}
