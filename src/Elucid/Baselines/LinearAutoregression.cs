namespace Elucid;

/// <summary>
/// Foretells a series by a linear function of its window, the best on the training windows: what a network must beat to be worth its while.
/// </summary>
/// <remarks>
/// G. U. Yule 1927: yₕ = bₕ + Σ wₕᵢ·xᵢ, one function for each step of the horizon, by least squares in double precision. Columns of the windows that
/// tell nothing beside the others, as in a series without noise, get the weight 0.
/// </remarks>
public sealed class LinearAutoregression : Module
{
    readonly Linear _linear;

    LinearAutoregression(Linear linear) => _linear = Child("linear", linear);

    /// <summary>Finds the weights.</summary>
    /// <param name="windows">Windows of a series and what follows them, as <see cref="TimeSeries.Windows"/> cuts them; any other regression data will
    /// do.</param>
    /// <param name="penalty">What a weight's square counts beside the squares of errors, at least 0: with few windows some of it foretells
    /// better. 0 by default.</param>
    /// <exception cref="ArgumentException">The data are for classification.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The penalty is negative or infinite.</exception>
    public static LinearAutoregression Fit(Dataset windows, double penalty = 0)
    {
        Require.NotNegative((float)penalty, nameof(penalty));
        if (windows.Targets.IsEmpty)
            throw new ArgumentException($"Dataset '{windows.Name}': expected windows and the numbers after them, but it is for {windows.TaskName}.");
        int inputs = windows.FeatureCount, outputs = windows.OutputCount;
        double[] weights = LeastSquares.Solve(windows.Features, windows.Targets, windows.Count, penalty);
        Linear linear = new(inputs, outputs, new RandomStream(0));
        Span<float> weight = linear.Weight.Edit(), bias = linear.Bias!.Edit();
        for (int output = 0; output < outputs; output++)
        {
            for (int input = 0; input < inputs; input++)
                weight[output * inputs + input] = (float)weights[output * (inputs + 1) + input];
            bias[output] = (float)weights[output * (inputs + 1) + inputs];
        }
        LinearAutoregression fitted = new(linear);
        fitted.Eval();
        return fitted;
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new LinearAutoregression(with.Part(_linear));

    /// <inheritdoc/>
    /// <param name="x">[batch, ..window].</param>
    /// <returns>[batch, horizon].</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, _linear.Forward(Ops.Reshape(x, x.Shape[0], -1)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _linear.OutputShape([input[0], input.Size / input[0]]);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _linear.MultiplyAdds([input[0], input.Size / input[0]]);
}
