namespace Elucid;

/// <summary>Two links that hang from a bar; a motor between them turns one way (0), rests (1) or turns the other way (2), to swing the tip above a
/// line one link above the bar. Each step before that costs 1.</summary>
/// <remarks>
/// R. S. Sutton 1996, Generalization in Reinforcement Learning, with the equations of R. S. Sutton, A. G. Barto, Reinforcement Learning, section
/// 11.3, integrated as in Gymnasium's <c>Acrobot-v1</c>: one step of Runge and Kutta of 0.2 seconds. Observations are cosine and sine of both angles,
/// the second one's relative to the first, and both velocities; an episode is stopped after 500 steps.
/// </remarks>
public sealed class Acrobot : IEnvironment
{
    const double Gravity = 9.8, Length = 1, Mass = 1, Centre = 0.5, Inertia = 1, Seconds = 0.2;
    const double MostVelocity1 = 4 * Math.PI, MostVelocity2 = 9 * Math.PI;
    const int MostSteps = 500;

    Motion _state;
    int _steps = -1;

    /// <inheritdoc/>
    public int ObservationSize => 6;

    /// <inheritdoc/>
    public int ActionCount => 3;

    /// <summary>Begins an episode with each angle and velocity between −0.1 and 0.1.</summary>
    /// <inheritdoc/>
    public void Reset(RandomStream random, Span<float> observation) => Reset(Draw(random), Draw(random), Draw(random), Draw(random), observation);

    /// <summary>Begins an episode in a state.</summary>
    /// <param name="angle1">Of the first link, in radians from hanging down.</param>
    /// <param name="angle2">Of the second link, in radians from the direction of the first.</param>
    /// <param name="velocity1">Of the first angle, in radians per second.</param>
    /// <param name="velocity2">Of the second angle.</param>
    /// <param name="observation">Takes the first observation.</param>
    public void Reset(double angle1, double angle2, double velocity1, double velocity2, Span<float> observation)
    {
        (_state, _steps) = (new Motion(angle1, angle2, velocity1, velocity2), 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepOutcome Step(int action, Span<float> observation)
    {
        if (action is not (0 or 1 or 2))
            throw new ArgumentOutOfRangeException(
                nameof(action), $"Acrobot: expected 0 or 2, to turn the motor one way or the other, or 1, to let it rest, but got {action}.");
        if (_steps < 0)
            throw new InvalidOperationException("Acrobot: no episode runs. Call Reset before the first step and after an episode's end.");
        Motion next = RungeKutta(_state, torque: action - 1);
        _state = new Motion(
            Angle.Wrap(next.Angle1), Angle.Wrap(next.Angle2), Math.Clamp(next.Velocity1, -MostVelocity1, MostVelocity1),
            Math.Clamp(next.Velocity2, -MostVelocity2, MostVelocity2));
        _steps++;
        Observe(observation);
        bool isTerminal = -Angle.SinCos(_state.Angle1).Cos - Angle.SinCos(_state.Angle1 + _state.Angle2).Cos > 1;
        StepOutcome outcome = new(isTerminal ? 0 : -1, isTerminal, IsTruncated: _steps == MostSteps);
        if (outcome.IsDone)
            _steps = -1;
        return outcome;
    }

    static Motion RungeKutta(Motion state, double torque)
    {
        Motion k1 = Change(state, torque), k2 = Change(state.Plus(Seconds / 2, k1), torque), k3 = Change(state.Plus(Seconds / 2, k2), torque),
            k4 = Change(state.Plus(Seconds, k3), torque);
        return state.Plus(Seconds / 6, k1).Plus(Seconds / 3, k2).Plus(Seconds / 3, k3).Plus(Seconds / 6, k4);
    }

    // cos(θ − π/2) of the book is sin θ.
    static Motion Change(Motion s, double torque)
    {
        (double sin2, double cos2) = Angle.SinCos(s.Angle2);
        double d1 = Mass * Centre * Centre + Mass * (Length * Length + Centre * Centre + 2 * Length * Centre * cos2) + 2 * Inertia;
        double d2 = Mass * (Centre * Centre + Length * Centre * cos2) + Inertia;
        double phi2 = Mass * Centre * Gravity * Angle.SinCos(s.Angle1 + s.Angle2).Sin;
        double phi1 = -Mass * Length * Centre * s.Velocity2 * s.Velocity2 * sin2 - 2 * Mass * Length * Centre * s.Velocity2 * s.Velocity1 * sin2
            + (Mass * Centre + Mass * Length) * Gravity * Angle.SinCos(s.Angle1).Sin + phi2;
        double acceleration2 = (torque + d2 / d1 * phi1 - Mass * Length * Centre * s.Velocity1 * s.Velocity1 * sin2 - phi2)
            / (Mass * Centre * Centre + Inertia - d2 * d2 / d1);
        return new Motion(s.Velocity1, s.Velocity2, -(d2 * acceleration2 + phi1) / d1, acceleration2);
    }

    void Observe(Span<float> observation)
    {
        if (observation.Length < ObservationSize)
            throw new ArgumentException($"Acrobot: expected room for {ObservationSize} numbers, but got {observation.Length}.");
        (double sin1, double cos1) = Angle.SinCos(_state.Angle1);
        (double sin2, double cos2) = Angle.SinCos(_state.Angle2);
        (observation[0], observation[1], observation[2], observation[3]) = ((float)cos1, (float)sin1, (float)cos2, (float)sin2);
        (observation[4], observation[5]) = ((float)_state.Velocity1, (float)_state.Velocity2);
    }

    static double Draw(RandomStream random) => -0.1 + 0.2 * random.NextDouble();

    readonly record struct Motion(double Angle1, double Angle2, double Velocity1, double Velocity2)
    {
        public Motion Plus(double share, Motion change) => new(
            Angle1 + share * change.Angle1, Angle2 + share * change.Angle2, Velocity1 + share * change.Velocity1,
                Velocity2 + share * change.Velocity2);
    }
}
