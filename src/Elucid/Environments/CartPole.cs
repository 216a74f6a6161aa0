namespace Elucid;

/// <summary>A pole that stands on a cart, which is pushed to the left (0) or to the right (1) to keep it up. Each step earns 1.</summary>
/// <remarks>
/// A. G. Barto, R. S. Sutton, C. W. Anderson 1983, with the constants and the integration of Gymnasium's <c>CartPole-v1</c>: observations are the
/// cart's position and velocity and the pole's angle and angular velocity; an episode ends beyond 12 degrees or 2.4 units, and is stopped after 500
/// steps.
/// </remarks>
public sealed class CartPole : IEnvironment
{
    const double Gravity = 9.8, CartMass = 1, PoleMass = 0.1, HalfLength = 0.5, Force = 10, Seconds = 0.02;
    const double MostDistance = 2.4, MostAngle = 12 * 2 * Math.PI / 360;
    const int MostSteps = 500;

    double _position, _velocity, _angle, _angularVelocity;
    int _steps = -1;

    /// <inheritdoc/>
    public int ObservationSize => 4;

    /// <inheritdoc/>
    public int ActionCount => 2;

    /// <summary>Begins an episode with each number between −0.05 and 0.05.</summary>
    /// <inheritdoc/>
    public void Reset(RandomStream random, Span<float> observation) => Reset(Draw(random), Draw(random), Draw(random), Draw(random), observation);

    /// <summary>Begins an episode in a state.</summary>
    /// <param name="position">Of the cart, from the middle.</param>
    /// <param name="velocity">Of the cart.</param>
    /// <param name="angle">Of the pole, in radians from upright, to the right.</param>
    /// <param name="angularVelocity">Of the pole, in radians per second.</param>
    /// <param name="observation">Takes the first observation.</param>
    public void Reset(double position, double velocity, double angle, double angularVelocity, Span<float> observation)
    {
        (_position, _velocity, _angle, _angularVelocity, _steps) = (position, velocity, angle, angularVelocity, 0);
        Observe(observation);
    }

    /// <inheritdoc/>
    public StepOutcome Step(int action, Span<float> observation)
    {
        if (action is not (0 or 1))
            throw new ArgumentOutOfRangeException(nameof(action), $"CartPole: expected 0, to the left, or 1, to the right, but got {action}.");
        if (_steps < 0)
            throw new InvalidOperationException("CartPole: no episode runs. Call Reset before the first step and after an episode's end.");
        double force = action == 1 ? Force : -Force;
        (double sin, double cos) = Angle.SinCos(_angle);
        double push = (force + PoleMass * HalfLength * _angularVelocity * _angularVelocity * sin) / (CartMass + PoleMass);
        double turning = (Gravity * sin - cos * push) / (HalfLength * (4.0 / 3.0 - PoleMass * cos * cos / (CartMass + PoleMass)));
        double acceleration = push - PoleMass * HalfLength * turning * cos / (CartMass + PoleMass);
        _position += Seconds * _velocity;
        _velocity += Seconds * acceleration;
        _angle += Seconds * _angularVelocity;
        _angularVelocity += Seconds * turning;
        _steps++;
        Observe(observation);
        bool isTerminal = Math.Abs(_position) > MostDistance || Math.Abs(_angle) > MostAngle;
        StepOutcome outcome = new(1, isTerminal, IsTruncated: _steps == MostSteps);
        if (outcome.IsDone)
            _steps = -1;
        return outcome;
    }

    void Observe(Span<float> observation)
    {
        if (observation.Length < ObservationSize)
            throw new ArgumentException($"CartPole: expected room for {ObservationSize} numbers, but got {observation.Length}.");
        (observation[0], observation[1]) = ((float)_position, (float)_velocity);
        (observation[2], observation[3]) = ((float)_angle, (float)_angularVelocity);
    }

    static double Draw(RandomStream random) => -0.05 + 0.1 * random.NextDouble();
}
