namespace Elucid.Reports.Tests;

public class PaletteTests
{
    // Machado, Oliveira and Fernandes 2009, severity 1: matrices over linear sRGB, by rows.
    static readonly double[][] Sights =
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
        [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881],
        [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900],
    ];

    [Theory, InlineData(ChartTheme.Light), InlineData(ChartTheme.Dark)]
    public void Series_colours_stand_out_from_the_paper_and_from_each_other_for_every_sight(ChartTheme theme)
    {
        double[][] colors = [.. Palette.Series.Select(c => Linear(c.Argb(theme)))];
        double paper = Luminance(Linear(Palette.Surface.Argb(theme)));
        Assert.All(colors, c => Assert.InRange(Contrast(Luminance(c), paper), 3, 21));

        foreach (double[] sight in Sights)
        {
            double[][] seen = [.. colors.Select(c => Oklab(Mix(sight, c)))];
            for (int i = 0; i < seen.Length; i++)
            {
                for (int j = 0; j < i; j++)
                    Assert.True(Distance(seen[i], seen[j]) > 0.08, $"series {j} and {i}: {Distance(seen[i], seen[j]):0.000}");
            }
        }
    }

    [Theory, InlineData(ChartTheme.Light), InlineData(ChartTheme.Dark)]
    public void Values_are_readable_on_every_colour_of_a_heat_map(ChartTheme theme)
    {
        for (int step = -HeatColors.Steps; step <= HeatColors.Steps; step++)
            Assert.InRange(Contrast(LuminanceOf(HeatColors.Of(step), theme), LuminanceOf(HeatColors.InkOn(step), theme)), 4.5, 21);
    }

    [Theory, InlineData(ChartTheme.Light), InlineData(ChartTheme.Dark)]
    public void The_order_of_heat_colours_is_seen_with_every_sight_and_without_colours(ChartTheme theme)
    {
        double paper = LuminanceOf(Palette.Surface, theme);
        foreach (int side in (int[])[1, -1])
        {
            for (int step = 1; step <= HeatColors.Steps; step++)
            {
                double contrast = Contrast(LuminanceOf(HeatColors.Of(side * step), theme), paper);
                Assert.InRange(contrast / Contrast(LuminanceOf(HeatColors.Of(side * (step - 1)), theme), paper), 1.05, 1.45);
            }
        }
        // The two hues stay apart from their third step on.
        foreach (double[] sight in Sights)
        {
            for (int step = 3; step <= HeatColors.Steps; step++)
            {
                double[][] seen = [.. new[] { step, -step }.Select(s => Oklab(Mix(sight, Linear(HeatColors.Of(s).Argb(theme)))))];
                Assert.True(Distance(seen[0], seen[1]) > 0.08, $"step {step}: {Distance(seen[0], seen[1]):0.000}");
            }
        }
    }

    static double LuminanceOf(ChartColor color, ChartTheme theme) => Luminance(Linear(color.Argb(theme)));

    [Theory, InlineData(ChartTheme.Light), InlineData(ChartTheme.Dark)]
    public void Text_colours_are_readable(ChartTheme theme)
    {
        double paper = Luminance(Linear(Palette.Surface.Argb(theme)));
        Assert.All([Palette.Ink, Palette.Muted], c => Assert.InRange(Contrast(Luminance(Linear(c.Argb(theme))), paper), 4.5, 21));
    }

    static double[] Linear(uint argb) =>
        [.. new[] { 16, 8, 0 }.Select(shift => (argb >> shift & 0xFF) / 255.0)
            .Select(v => v <= 0.04045 ? v / 12.92 : Math.Pow((v + 0.055) / 1.055, 2.4))];

    static double Luminance(double[] c) => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];

    static double Contrast(double a, double b) => (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);

    static double[] Mix(double[] m, double[] c) =>
        [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(m[3 * i] * c[0] + m[3 * i + 1] * c[1] + m[3 * i + 2] * c[2], 0, 1))];

    static double[] Oklab(double[] c)
    {
        double l = Math.Cbrt(0.4122214708 * c[0] + 0.5363325363 * c[1] + 0.0514459929 * c[2]);
        double m = Math.Cbrt(0.2119034982 * c[0] + 0.6806995451 * c[1] + 0.1073969566 * c[2]);
        double s = Math.Cbrt(0.0883024619 * c[0] + 0.2817188376 * c[1] + 0.6299787005 * c[2]);
        return
        [
            0.2104542553 * l + 0.7936177850 * m - 0.0040720468 * s,
            1.9779984951 * l - 2.4285922050 * m + 0.4505937099 * s,
            0.0259040371 * l + 0.7827717662 * m - 0.8086757660 * s,
        ];
    }

    static double Distance(double[] a, double[] b) => Math.Sqrt(a.Zip(b, (p, q) => (p - q) * (p - q)).Sum());
}
