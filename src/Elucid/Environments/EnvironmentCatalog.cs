namespace Elucid;

/// <summary>Every environment by name. Adding one is its class and one entry here.</summary>
public static class EnvironmentCatalog
{
    /// <summary>All of them, the easiest first.</summary>
    public static IReadOnlyList<EnvironmentInfo> All { get; } =
    [
        new("cartpole", () => new CartPole())
        {
            Description = "a pole on a cart, which is pushed to the left or to the right to keep it up",
            Source = "A. G. Barto, R. S. Sutton, C. W. Anderson 1983, as Gymnasium's CartPole-v1",
            ActionNames = ["left", "right"],
            ObservationNames = ["position", "velocity", "angle", "angular velocity"],
            SolvedReturn = 475,
            Rule = seen => seen[2] + 0.5f * seen[3] > 0 ? 1 : 0,
            RuleName = "push where it will lean",
            Sketch = CartAndPole,
        },
        new("acrobot", () => new Acrobot())
        {
            Description = "two links that hang from a bar, with a motor between them, whose tip is to swing up",
            Source = "R. S. Sutton 1996, as Gymnasium's Acrobot-v1",
            ActionNames = ["turn back", "rest", "turn on"],
            ObservationNames =
                ["cosine of angle 1", "sine of angle 1", "cosine of angle 2", "sine of angle 2", "angular velocity 1", "angular velocity 2"],
            SolvedReturn = -100,
            Rule = seen => seen[5] > 0 ? 2 : 0,
            RuleName = "turn with the second link",
            Sketch = TwoLinks,
        },
    ];

    /// <summary>The entry of a name.</summary>
    /// <exception cref="ArgumentException">No environment has the name; lists those that there are, and the nearest.</exception>
    public static EnvironmentInfo Find(string name) => All.FirstOrDefault(info => info.Name == name) ?? throw new ArgumentException(
        $"There is no environment named '{name}'.{Suggestion.DidYouMean(name, All.Select(info => info.Name))} "
        + $"The names are {string.Join(", ", All)}.", nameof(name));

    // The track is 4.8 units wide, and the pole 1 unit long.
    static SketchLine[] CartAndPole(ReadOnlySpan<float> seen)
    {
        const double Unit = 0.36, Ground = -0.5;
        double x = Unit * seen[0], top = Ground + 0.16;
        (double sin, double cos) = Angle.SinCos(seen[2]);
        return
        [
            new(-1, Ground - 0.1, 1, Ground - 0.1, 0.02), new(x - 0.18, Ground, x + 0.18, Ground, 0.16),
            new(x, top, x + 2.4 * Unit * sin, top + 2.4 * Unit * cos, 0.07),
        ];
    }

    // The line is what the tip must pass.
    static SketchLine[] TwoLinks(ReadOnlySpan<float> seen)
    {
        const double Unit = 0.42;
        double x = Unit * seen[1], y = -Unit * seen[0];
        double sin = seen[1] * seen[2] + seen[0] * seen[3], cos = seen[0] * seen[2] - seen[1] * seen[3];
        return [new(-1, Unit, 1, Unit, 0.02), new(0, 0, x, y, 0.09), new(x, y, x + Unit * sin, y - Unit * cos, 0.07)];
    }
}
