namespace Elucid;

/// <summary>Foretells that each number will be as it was one season ago: what a forecaster must beat. It has no parameters.</summary>
/// <remarks>R. J. Hyndman and G. Athanasopoulos, Forecasting: Principles and Practice, section 5.2. A season of 1 repeats the last number.</remarks>
/// <example><code>Evaluation.Of(new SeasonalNaive(horizon: 12, season: 12), windows)</code></example>
public sealed class SeasonalNaive : Module
{
    /// <summary>A forecast of a season's numbers.</summary>
    /// <param name="horizon">How many numbers it foretells.</param>
    /// <param name="season">How many numbers a season has; a window must have as many.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive.</exception>
    public SeasonalNaive(int horizon, int season)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(season);
        (Horizon, Season) = (horizon, season);
    }

    /// <summary>How many numbers it foretells.</summary>
    public int Horizon { get; }

    /// <summary>How many numbers a season has.</summary>
    public int Season { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, window, 1] or [batch, window], as <see cref="TimeSeries.Windows"/> cuts them.</param>
    /// <returns>[batch, horizon].</returns>
    public override Tensor Forward(Tensor x)
    {
        Tensor y = Tape.Scratch(OutputShape(x.Shape));
        int window = x.Shape[1];
        Span<float> forecasts = y.Edit();
        for (int i = 0; i < forecasts.Length; i++)
            forecasts[i] = x.Values[(i / Horizon + 1) * window - Season + i % Horizon % Season];
        return Tapped(x, y);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank < 2 || input[1] < Season || input.Size != (long)input[0] * input[1])
            ShapeException.Throw(Label, "windows", $"[batch, {Season} or more, 1]", input, "A window must hold a season of one series.");
        return [input[0], Horizon];
    }
}
