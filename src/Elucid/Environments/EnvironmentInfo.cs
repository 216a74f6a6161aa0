namespace Elucid;

/// <summary>A line of a sketch, from one point to another in a square from −1 to 1, upwards as on paper.</summary>
/// <param name="X1">Where it begins.</param>
/// <param name="Y1">Where it begins.</param>
/// <param name="X2">Where it ends.</param>
/// <param name="Y2">Where it ends.</param>
/// <param name="Thickness">How thick it is, in the same unit.</param>
public readonly record struct SketchLine(double X1, double Y1, double X2, double Y2, double Thickness = 0.06);

/// <summary>Draws what an observation shows.</summary>
/// <param name="observation">What is seen, as the environment says it.</param>
public delegate IReadOnlyList<SketchLine> EnvironmentSketch(ReadOnlySpan<float> observation);

/// <summary>An environment with what people know of it: <c>new EnvironmentInfo("corridor", () => new Corridor())</c> for one of your own.</summary>
/// <param name="Name">What reports call it, and files that know it.</param>
/// <param name="Create">Makes one: episodes that run side by side have each their own.</param>
public sealed record EnvironmentInfo(string Name, Func<IEnvironment> Create)
{
    /// <summary>What it is, in a line.</summary>
    public string Description { get; init; } = "";

    /// <summary>Where its equations come from.</summary>
    public string Source { get; init; } = "";

    /// <summary>The name of every action; their numbers by default.</summary>
    public IReadOnlyList<string> ActionNames { get => field ?? Numbers(Create().ActionCount); init; }

    /// <summary>The name of every number that is seen; their numbers by default.</summary>
    public IReadOnlyList<string> ObservationNames { get => field ?? Numbers(Create().ObservationSize); init; }

    /// <summary>The mean return from which it counts as solved; null where nobody has said.</summary>
    public double? SolvedReturn { get; init; }

    /// <summary>Stops longer episodes; 10,000 steps by default. An environment may stop them sooner itself.</summary>
    public int MostSteps { get; init; } = 10_000;

    /// <summary>What a person would do, to be compared with; null where nothing is known.</summary>
    public Policy? Rule { get; init; }

    /// <summary>That rule in words: "push where it will lean".</summary>
    public string RuleName { get; init; } = "";

    /// <summary>Draws what is seen; null where it cannot be drawn.</summary>
    public EnvironmentSketch? Sketch { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    static string[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => $"{i}")];
}
