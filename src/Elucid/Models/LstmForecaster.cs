namespace Elucid;

/// <summary>Foretells the next numbers of a series from a window of the last ones: an <see cref="Lstm"/> reads the window, a linear layer turns its
/// last hidden state into all steps of the horizon at once.</summary>
/// <remarks>
/// The network of Hochreiter and Schmidhuber 1997 with one head for the whole horizon, the multi-input multi-output strategy of Ben Taieb, Bontempi,
/// Atiya and Sorjamaa 2012 (arXiv:1108.3259, section 2.4), which does not feed its own errors back. Parts: <c>lstm</c> and <c>head</c>. Datasets for
/// it come from <c>TimeSeries.Windows</c>; scale the series to about unit variance.
/// </remarks>
public sealed class LstmForecaster : Module
{
    readonly Lstm _lstm;
    readonly Linear _head;

    /// <summary>Creates the network and draws its weights; forget gates start open, with a bias of 1.</summary>
    /// <param name="horizon">How many steps are foretold.</param>
    /// <param name="hiddenSize">Length of the hidden state.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="features">Numbers per step of the window: 1 for a single series, more where others help.</param>
    /// <param name="options">Layers, dropout and activation of the LSTM; one layer with tanh by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    /// <exception cref="ArgumentException">The options ask for another order of axes than [batch, window, features], for a bidirectional network, for
    /// none of the biases, or for an activation that learns its parameters.</exception>
    public LstmForecaster(int horizon, int hiddenSize, RandomStream random, int features = 1, RecurrentOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        options ??= new RecurrentOptions();
        if (!options.BatchFirst || options.Bidirectional || !options.Bias)
            throw new ArgumentException(
                "LstmForecaster reads [batch, window, features] forwards, with biases: leave BatchFirst, Bidirectional and Bias at their defaults.",
                nameof(options));
        Horizon = horizon;
        _lstm = Child("lstm", new Lstm(features, hiddenSize, random, options, forgetBias: 1));
        _head = Child("head", new Linear(hiddenSize, horizon, random, initializer: Initializer.LeCun));
    }

    LstmForecaster(Lstm lstm, Linear head) => (Horizon, _lstm, _head) = (head.OutFeatures, Child("lstm", lstm), Child("head", head));

    /// <summary>How many steps are foretold.</summary>
    public int Horizon { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, window, features]: windows of any length, the oldest step first.</param>
    /// <returns>[batch, horizon]: the steps that follow.</returns>
    /// <exception cref="ShapeException"><paramref name="x"/> has another rank or number of features, or no steps.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        Tensor hidden = _lstm.ForwardWithState(x).Final.Hidden;
        return Tapped(x, _head.Forward(Ops.Reshape(Ops.Slice(hidden, 0, hidden.Shape[0] - 1, 1), new Shape(x.Shape[0], _lstm.HiddenSize))));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [_lstm.OutputShape(input)[0], Horizon];

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        [("lstm", _lstm, input), ("head", _head, [input[0], _lstm.HiddenSize])];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _lstm.MultiplyAdds(input) + _head.MultiplyAdds([input[0], _lstm.HiddenSize]);

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new LstmForecaster(with.Part(_lstm), with.Part(_head));

    /// <inheritdoc/>
    public override string ToString() => $"LstmForecaster({_lstm.InputSize} → {Horizon}, {_lstm})";
}
