namespace Elucid.Tests.Environments;

/// <summary>A corridor of nine places: whoever goes right four times from its middle has 1, to the left is nothing.</summary>
sealed class Corridor : IEnvironment
{
    int _place, _steps;

    public static EnvironmentInfo Info { get; } = new("corridor", () => new Corridor())
    {
        ActionNames = ["left", "right"],
        ObservationNames = ["place"],
        SolvedReturn = 0.5,
    };

    public int ObservationSize => 1;

    public int ActionCount => 2;

    public void Reset(RandomStream random, Span<float> observation) => (_place, _steps, observation[0]) = (0, 0, 0);

    public StepOutcome Step(int action, Span<float> observation)
    {
        _place = Math.Max(-4, _place + (action == 1 ? 1 : -1));
        observation[0] = _place;
        return new StepOutcome(_place == 4 ? 1 : 0, IsTerminal: _place == 4, IsTruncated: ++_steps == 30);
    }
}
